import test from 'ava';
import * as fc from 'fast-check';
import { analyzeForCleanup, type CleanupAnalysis } from '../../src/analyzers/analyze.js';
import { makePlan } from '../../src/cleanup/make-plan.js';
import { type PlanRequest, SELECTORS } from '../../src/cleanup/plan-request.js';
import { DEFAULT_POLICY } from '../../src/model/policy.js';
import type { CleanupPlan } from '../../src/report/types.js';
import { someSettings } from '../analyzers/settings.js';
import { hostSpec, inventoryOf } from '../analyzers/arbitrary-host.js';
import { HostBuilder } from '../analyzers/host-builder.js';
import { aNetwork, hex64 } from '../analyzers/records.js';
import { analyzed, ANY_AGE, cleanupHost, namesOf, planOf, publishedSchema, RECOMMENDED } from './support.js';

const ANONYMOUS = hex64('anonymous');
const problemsOf = publishedSchema('plan');

test('what can be made again and was not used for a while is recommended, users before what they use', (t) => {
  const plan = planOf(analyzed());
  t.deepEqual(
    plan.objects.map(({ kind, name, rules }) => [kind, name, rules]),
    [
      ['container', 'job', ['exited-containers']],
      ['image', 'app:latest', ['unused-images']],
      ['image', null, ['dangling-images']],
    ],
  );
  t.like(plan, { target: null, source: 'disk', unmeasuredReason: null, sample: false, host: 'harbour' });
  t.true(plan.objects.every(({ risk }) => risk !== 'data loss'));
});

test('nothing with a name is recommended that was used lately', (t) => {
  const { olderThan } = DEFAULT_POLICY;
  const analysis = analyzed(cleanupHost(), {
    ...DEFAULT_POLICY,
    olderThan: { ...olderThan, images: 40 * 86_400_000, containers: 365 * 86_400_000 },
  });
  t.deepEqual(
    planOf(analysis).objects.map(({ rules }) => rules),
    [['dangling-images']],
  );
});

test('a kind or a rule that is named is taken, and nothing else', (t) => {
  const analysis = analyzed(cleanupHost(), ANY_AGE);
  t.deepEqual(namesOf(planOf(analysis, { only: ['containers'] })), ['container job']);
  t.deepEqual(namesOf(planOf(analysis, { only: ['dangling-images'] })).length, 1);
  t.deepEqual(namesOf(planOf(analysis, { only: ['cache', 'volumes'] })), [
    'build-cache step',
    'build-cache kept',
    `volume ${ANONYMOUS}`,
  ]);
});

test('named volumes are taken only by their own name, not as volumes and not for a target', (t) => {
  const analysis = analyzed(cleanupHost(), ANY_AGE);
  t.deepEqual(namesOf(planOf(analysis, { only: ['volumes'] })), [`volume ${ANONYMOUS}`]);
  t.deepEqual(namesOf(planOf(analysis, { only: ['named-volumes'] })), ['volume spare']);
  const everything = planOf(analysis, { freeBytes: 1e15 });
  t.false(namesOf(everything).includes('volume spare'));
  t.true(namesOf(everything).includes(`volume ${ANONYMOUS}`));
  const named = planOf(analysis, { freeBytes: 1e15, only: ['named-volumes'] });
  t.deepEqual(namesOf(named), ['volume spare']);
});

test('what may exist nowhere else is left with how to take it', (t) => {
  const host = cleanupHost();
  host.container(
    'shell',
    host.images[0] ?? null,
    { startedAt: '2026-01-03T00:00:00Z' },
    { writable: 50_176 },
  );
  host.group(`overlay2/${hex64(`mount ${host.containers.at(-1)?.id}`)}`, {
    allocatedBytes: 50_176,
    inodes: 20,
  });
  const plan = planOf(analyzed(host));
  t.false(namesOf(plan).includes('container shell'));
  const row = plan.left.find(({ rule }) => rule === 'exited-containers');
  t.like(row, { risk: 'data loss', objects: 1 });
  t.is(row?.why, 'may exist nowhere else: look at it, then take it with --only exited-containers');
});

test('a container with more bytes than an empty one has was written to, however few inodes it has', (t) => {
  const host = cleanupHost();
  host.container('shell', null, { startedAt: '2026-01-03T00:00:00Z' }, { writable: 50_176 });
  t.false(namesOf(planOf(analyzed(host))).includes('container shell'));
});

test('a target is reached with the cheapest set, and says so', (t) => {
  const plan = planOf(analyzed(), { freeBytes: 3_000_000 });
  t.deepEqual(plan.target, { bytes: 3_000_000, reached: true, exact: true });
  t.deepEqual(namesOf(plan), ['build-cache step']);
  t.true((plan.freedBytes ?? 0) >= 3_000_000);
  t.true(plan.choice.includes('No other choice costs less.'));
});

test('a target that cannot be reached takes all that frees anything, and what stays has the true reason', (t) => {
  const plan = planOf(analyzed(), { freeBytes: 1e15 });
  t.like(plan.target, { bytes: 1e15, reached: false });
  const whys = new Set(plan.left.map(({ why }) => why));
  t.false(whys.has('not needed for the target'));
  t.true(plan.left.some(({ rule, why }) => rule === 'named-volumes' && why.includes('--only named-volumes')));
  for (const { why, freedBytes } of plan.left) if (why === 'frees nothing more') t.is(freedBytes, 0);
});

test('with a target and an age, what is younger is left for being used lately', (t) => {
  const day = 86_400_000;
  const plan = planOf(analyzed(), { freeBytes: 1e15, olderThanMs: 100 * day });
  t.deepEqual(namesOf(plan), ['container job']);
  const images = plan.left.filter(({ title }) => title.includes('image'));
  t.true(images.length > 0);
  t.deepEqual([...new Set(images.map(({ why }) => why))], ['used lately (--older-than)']);
});

test('with a target and --only, what is not named is left for that', (t) => {
  const plan = planOf(analyzed(), { freeBytes: 1e15, only: ['containers'] });
  t.deepEqual(namesOf(plan), ['container job']);
  const whys = new Set(plan.left.filter(({ rule }) => rule !== 'named-volumes').map(({ why }) => why));
  t.true(whys.has('not named by --only'));
  t.false(whys.has('not needed for the target'));
});

test('intermediate images go with the last image that was built on them, and not before', (t) => {
  const host = new HostBuilder();
  const base = host.image('base', ['base'], { references: [] }, 700_416);
  host.image('one', ['base', 'one'], { parentId: base.id }, 500_224);
  host.image('two', ['base', 'two'], { parentId: base.id }, 300_032);
  const analysis = analyzed(host, ANY_AGE);
  const one = planOf(analysis, { freeBytes: 1 });
  t.is(one.objects.length, 1);
  const both = planOf(analysis, { only: ['images'] });
  t.deepEqual(
    both.objects.map(({ name, rules, addsBytes }) => [name, rules.length > 0, (addsBytes ?? 0) > 0]),
    [
      ['two:latest', true, true],
      ['one:latest', true, true],
      [null, false, false],
    ],
  );
});

test('networks that no container is configured for go', (t) => {
  const host = cleanupHost();
  const inventory = host.inventory();
  const network = aNetwork({
    id: hex64('staging'),
    name: 'staging',
    createdAt: '2026-01-01T00:00:00Z',
    endpoints: [],
  });
  const [root] = inventory.roots;
  if (root === undefined) return t.fail();
  // Of which networks each container is.
  const containers = root.records.containers.map((one) => ({ ...one, settings: someSettings() }));
  const records = { ...root.records, networks: [network], containers };
  const analysis = analyzeForCleanup(
    { ...inventory, roots: [{ ...root, records, earlierRecords: records }] },
    '0',
    ANY_AGE,
  );
  t.deepEqual(namesOf(planOf(analysis, { only: ['networks'] })), ['network staging']);
});

test('what is protected is named, and nothing that it needs goes', (t) => {
  const policy = { ...ANY_AGE, protect: { names: ['job', 'app'], labels: [] } };
  const plan = planOf(analyzed(cleanupHost(), policy), { freeBytes: 1e15 });
  t.deepEqual(
    plan.protected.map(({ kind, name, why }) => [kind, name, why]),
    [
      ['container', 'job', 'it matches job'],
      ['image', 'app:latest', 'it matches app'],
    ],
  );
  t.false(namesOf(plan).some((name) => ['container job', 'image app:latest', 'volume data'].includes(name)));
});

test('without an engine a plan says that it is for none', (t) => {
  const { basis, report } = analyzeForCleanup(cleanupHost().inventory(), '0', DEFAULT_POLICY);
  t.is(makePlan(basis, report, RECOMMENDED).engine, null);
});

const request = fc.record<PlanRequest>({
  only: fc.option(fc.subarray([...SELECTORS], { minLength: 1 })),
  freeBytes: fc.option(fc.oneof(fc.nat({ max: 40_000_000 }), fc.constant(Number.MAX_SAFE_INTEGER))),
  olderThanMs: fc.option(fc.constantFrom(0, 86_400_000, 40 * 86_400_000)),
});

const policy = fc.record({
  anyAge: fc.boolean(),
  names: fc.subarray(['image-0', 'image-1:a', 'container-*', 'volume-0', 'container-1']),
  protectNewest: fc.nat({ max: 1 }),
});

const analysis = fc.tuple(hostSpec, policy).map(([spec, { anyAge, names, protectNewest }]) => {
  const base = anyAge ? ANY_AGE : DEFAULT_POLICY;
  return analyzeForCleanup(inventoryOf(spec), '0.0.0', {
    ...base,
    protect: { names, labels: [] },
    protectNewest,
  });
});

/** Positions of a plan's objects, in its order. */
function positionsOf({ basis }: CleanupAnalysis, { objects }: CleanupPlan): number[] {
  return objects.map((object) => {
    const found = [...basis.candidates.values()].filter(
      ({ kind, id, root }) => kind === object.kind && id === object.id && root === object.root,
    );
    return found.length === 1 ? (found[0]?.position ?? -1) : -1;
  });
}

test('whatever is asked of whatever host, a plan has only what may go, in an order that works, with the bytes of its set', (t) => {
  t.timeout(120_000);
  fc.assert(
    fc.property(analysis, request, (host, asked) => {
      const plan = planOf(host, asked);
      const { arithmetic, candidates, protected: kept } = host.basis;
      const positions = positionsOf(host, plan);
      t.is(new Set(positions).size, positions.length);
      t.false(positions.includes(-1), 'only candidates');
      for (const [index, position] of positions.entries()) {
        const object = arithmetic.objects[position];
        const candidate = candidates.get(position);
        t.is(object?.obstacle, null);
        t.false(kept.some(({ kind, id }) => kind === candidate?.kind && id === candidate.id));
        t.true(candidate?.isNamedVolume === false || asked.only?.includes('named-volumes') === true);
        const missing = object?.requires.filter((needed) => !positions.slice(0, index).includes(needed));
        t.deepEqual(missing, [], 'what has to go with it goes before');
      }
      const freed = (order: readonly number[]): unknown => {
        arithmetic.clear();
        for (const position of order) arithmetic.mark(position);
        t.true(order.every((position) => arithmetic.isRemoved(position)));
        const figures = arithmetic.freed();
        arithmetic.clear();
        return figures;
      };
      t.deepEqual(freed(positions), freed([...positions].reverse()));
      const { allocatedBytes, unmeasured } = freed(positions) as {
        allocatedBytes: number;
        unmeasured: number;
      };
      if (unmeasured === 0) {
        t.is(plan.freedBytes, allocatedBytes);
        t.is(
          plan.objects.reduce((sum, { addsBytes }) => sum + (addsBytes ?? NaN), 0),
          allocatedBytes,
        );
        t.true(plan.objects.every(({ addsBytes }) => (addsBytes ?? -1) >= 0));
      } else t.not(plan.unmeasuredReason, null);
      if (plan.target?.reached === true && unmeasured === 0) t.true(allocatedBytes >= plan.target.bytes);
      t.is(problemsOf(plan), null);
    }),
    { numRuns: 150 },
  );
});

test('whatever is asked, every object that could go is in the plan, in one row of what is left, or an intermediate image', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(analysis, request, (host, asked) => {
      const { arithmetic, candidates } = host.basis;
      const plan = planOf(host, asked);
      const planned = new Set(positionsOf(host, plan));
      const intermediate = [...candidates.keys()].filter(
        (position) => arithmetic.objects[position]?.goesWithChildren === true && !planned.has(position),
      );
      const left = plan.left.reduce((sum, { objects }) => sum + objects, 0);
      t.is(planned.size + left, candidates.size - intermediate.length);
      for (const { why, freedBytes, unmeasuredReason } of plan.left) {
        t.not(why, '');
        if (freedBytes === null) t.not(unmeasuredReason, null);
        else t.true(freedBytes >= 0);
      }
      if (plan.target?.reached === false)
        t.false(plan.left.some(({ why }) => why === 'not needed for the target'));
    }),
    { numRuns: 100 },
  );
});

test('the same host and the same request give the same plan', (t) => {
  fc.assert(
    fc.property(analysis, request, (host, asked) => {
      t.deepEqual(planOf(host, asked), planOf(host, asked));
    }),
    { numRuns: 30 },
  );
});
