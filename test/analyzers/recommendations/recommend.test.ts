import test from 'ava';
import * as fc from 'fast-check';
import { DEFAULT_POLICY } from '../../../src/model/policy.js';
import type { Inventory } from '../../../src/model/inventory.js';
import { reportSchema } from '../../../src/report/schema/report.js';
import type { AdvisedObject } from '../../../src/report/types.js';
import { arbitraryInventory } from '../arbitrary-inventory.js';
import { buildHost, hostSpec, inventoryOf, overridesOf } from '../arbitrary-host.js';
import { HostBuilder, ROOT } from '../host-builder.js';
import { hostOfRoots, rootOfStores } from '../several-roots.js';
import { endpoint, network } from '../networks/network-host.js';
import { anEngine, digestOf, hex64 } from '../records.js';
import { freedBytes } from '../removal/reference.js';
import { modelOf } from '../removal/model.js';
import { someSettings } from '../settings.js';
import { mountOf, SECOND_ROOT, switchedHost } from '../switched-host.js';
import { advise, type Advised, ANY_AGE, protecting } from './advise.js';
import { isRfc3339 } from './rfc3339.js';

const GREEDY = { ...DEFAULT_POLICY, olderThan: ANY_AGE, keepLast: 0 };
const pick = fc.nat({ max: 200 });

test('any inventory has recommendations that the schema of the report accepts, with dates that can be read', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(arbitraryInventory, fc.constantFrom(DEFAULT_POLICY, GREEDY), (inventory, policy) => {
      const { report } = advise(inventory, policy);
      const parsed = reportSchema.safeParse(JSON.parse(JSON.stringify(report)));
      t.deepEqual(parsed.error?.issues ?? [], []);
      for (const { objects } of report.recommendations) {
        for (const { lastUsedAt } of objects) t.true(lastUsedAt === null || isRfc3339(lastUsedAt));
      }
    }),
    { numRuns: 150 },
  );
});

test('what is protected is never a candidate and is not freed, whatever the host', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, pick, (spec, which) => {
      const inventory = inventoryOf(spec);
      const { objects } = modelOf(inventory).model;
      const wanted = objects[which % Math.max(1, objects.length)];
      if (wanted === undefined) return;
      const { basis } = advise(inventory, { ...GREEDY, ...protecting([wanted.id]) });
      const ids = basis.arithmetic.objects.map(({ id }) => id);
      for (const position of basis.candidates.keys()) basis.arithmetic.mark(position);
      for (const [position, id] of ids.entries()) {
        if (id !== wanted.id) continue;
        t.false(basis.candidates.has(position));
        t.false(basis.arithmetic.isRemoved(position));
        t.true(basis.protected.some((one) => one.id === id));
      }
      // Whoever takes it although it is no candidate does not get it either.
      for (const position of ids.keys()) basis.arithmetic.mark(position);
      for (const [position, id] of ids.entries())
        t.false(id === wanted.id && basis.arithmetic.isRemoved(position));
    }),
    { numRuns: 150 },
  );
});

test('what anything that stays requires is no candidate either', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, pick, (spec, which) => {
      const inventory = inventoryOf(spec);
      const { objects } = modelOf(inventory).model;
      const wanted = objects[which % Math.max(1, objects.length)]?.id ?? 'none';
      const { basis } = advise(inventory, { ...GREEDY, ...protecting([wanted]) });
      for (const position of basis.candidates.keys()) {
        for (const needed of basis.arithmetic.objects[position]?.requires ?? []) {
          t.true(basis.candidates.has(needed));
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('an intermediate image that is protected stays with its layers when the last image on it goes', (t) => {
  const host = new HostBuilder();
  const middle = host.image(
    'middle',
    ['base', 'middle'],
    { references: [], labels: { 'bilge.keep': 'true' } },
    8192,
  );
  host.image('app', ['base', 'middle', 'app'], { parentId: middle.id }, 8192);
  const { basis, candidates } = advise(host.inventory(), GREEDY);
  t.deepEqual(candidates('image'), ['app:latest']);
  t.deepEqual(basis.protected, [
    { kind: 'image', id: middle.id, name: null, why: 'it has the label bilge.keep=true' },
  ]);
  for (const position of basis.candidates.keys()) basis.arithmetic.mark(position);
  t.is(basis.arithmetic.objects.filter((_one, at) => basis.arithmetic.isRemoved(at)).length, 1);
});

const kinds = ({ candidates }: Advised): string[] =>
  (['container', 'image', 'volume', 'network'] as const).flatMap(candidates);

test('what a protected container needs stays: its image, volumes, networks, and whose network it is in', (t) => {
  const host = new HostBuilder();
  const image = host.image('app', ['base']);
  const { id } = host.container('vpn', null, { settings: someSettings() });
  host.container('web', image, {
    settings: someSettings({ pidMode: `container:${id}` }, { endpoints: [endpoint('shop')] }),
    mounts: [mountOf('data')],
  });
  host.volume('data', 8192);
  const lists = { containers: host.containers, images: host.images, volumes: host.volumes };
  const inventory = host.inventory({ engine: anEngine({}, { ...lists, networks: [network('shop')] }) });
  t.deepEqual(kinds(advise(inventory, GREEDY)), ['vpn', 'web', 'app:latest', 'data', 'shop']);
  t.deepEqual(kinds(advise(inventory, { ...GREEDY, ...protecting(['web']) })), []);
});

test('the newest of each repository are protected on request', (t) => {
  const host = new HostBuilder();
  for (const [tag, createdAt] of [
    ['1', '2026-01-01T00:00:00Z'],
    ['2', '2026-01-02T00:00:00Z'],
    ['3', null],
  ] as const) {
    host.image(tag, [tag], { references: [`registry.local:5000/app:${tag}`], createdAt });
  }
  host.image('other', ['other'], { references: ['registry.local:5000/other'] });
  const { basis, candidates } = advise(host.inventory(), { ...GREEDY, protectNewest: 1 });
  t.deepEqual(candidates('image'), ['registry.local:5000/app:1', 'registry.local:5000/app:3']);
  t.deepEqual([...new Set(basis.protected.map(({ why }) => why))], ['one of the newest of its repository']);
});

test('nothing that the engine does not show is a candidate, and no volume of its containers', (t) => {
  const { basis, candidates, report } = advise(switchedHost(), GREEDY);
  t.deepEqual(candidates('image'), ['fresh:latest']);
  t.deepEqual(candidates('container'), ['new']);
  t.deepEqual(candidates('volume'), ['spare']);
  t.false([...basis.candidates.values()].some(({ root }) => root === SECOND_ROOT));
  t.true(report.containers.some(({ hidden }) => hidden !== null));
});

test('whatever the host, what is hidden is no candidate, nor is a volume that a hidden container mounts', (t) => {
  t.timeout(60_000);
  const drivers = fc.constantFrom('overlay2', 'fuse-overlayfs');
  fc.assert(
    fc.property(hostSpec, hostSpec, drivers, (spec, other, storageDriver) => {
      const [own, second] = [buildHost(spec), buildHost(other)];
      const roots = [
        rootOfStores([own], { path: ROOT, origin: 'engine' }),
        rootOfStores([second], { path: SECOND_ROOT, origin: 'process' }),
      ];
      const { basis, report } = advise(
        hostOfRoots(own, roots, anEngine({ storageDriver }, { containers: null })),
        GREEDY,
      );
      const hidden = report.containers.filter((one) => one.hidden !== null);
      const mounted = new Set(
        hidden.flatMap(({ root, mounts }) => mounts.map(({ volumeName }) => `${root} ${volumeName}`)),
      );
      for (const { kind, id, root } of basis.candidates.values()) {
        t.is(root, ROOT);
        t.false(storageDriver !== 'overlay2' && (kind === 'image' || kind === 'container'));
        t.false(kind === 'volume' && mounted.has(`${root} ${id}`));
      }
    }),
    { numRuns: 80 },
  );
});

/** Those of an inventory whose bytes were told, by nobody's measure. */
function unmeasuredHosts(spec: typeof hostSpec extends fc.Arbitrary<infer S> ? S : never): Inventory[] {
  const host = buildHost(spec);
  const given = overridesOf(spec, host);
  const lists = {
    containers: host.containers,
    images: host.images,
    volumes: host.volumes,
    buildCache: host.cache,
  };
  return [
    host.inventory({ ...given, walk: { state: 'running' } }),
    host.inventory({ ...given, walk: { state: 'cancelled' } }),
    host.inventory({ ...given, root: { ...given.root, walk: null } }),
    { ...host.inventory({ ...given, engine: anEngine({}, lists) }), roots: [] },
  ];
}

test('where nothing or not everything was measured no finding is exact, and none is 0', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, (spec) => {
      for (const inventory of unmeasuredHosts(spec)) {
        const { report } = advise(inventory, GREEDY);
        for (const finding of report.recommendations) {
          if (finding.rule === 'unused-networks' || finding.rule === 'unbounded-logs') continue;
          // A record without data of its own, a lost volume: these free nothing, however little was measured.
          const mayBeEmpty = finding.rule === 'build-cache' || finding.rule === 'leftovers';
          if (mayBeEmpty && finding.unmeasuredReason === null) {
            t.is(finding.freedBytes, 0);
            continue;
          }
          t.truthy(finding.unmeasuredReason, finding.rule);
          t.not(finding.freedBytes, 0, finding.rule);
          if (inventory.roots.length === 0) t.not(finding.source, 'disk');
          if (finding.source === 'unmeasured') t.is(finding.freedBytes, null);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('each finding frees what its set does, and no object of it more than that', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const inventory = inventoryOf(spec);
      const { basis, report } = advise(inventory, GREEDY);
      const reference = modelOf(inventory);
      for (const finding of report.recommendations.filter(({ removable }) => removable)) {
        const positions = finding.objects.map(({ kind, id, root }) => positionOf(basis, { kind, id, root }));
        t.deepEqual([...positions].sort(), [...findingOf(basis, finding.rule, finding.risk)].sort());
        if (finding.unmeasuredReason === null) {
          t.is(finding.freedBytes, freedBytes(reference, new Set(positions)));
          t.is(finding.source, 'disk');
        }
        for (const one of finding.objects) t.true((one.freedBytes ?? 0) <= (finding.freedBytes ?? 0));
        t.false(finding.preselected && finding.risk === 'data loss');
      }
    }),
    { numRuns: 120 },
  );
});

function positionOf(
  basis: Advised['basis'],
  { kind, id, root }: Pick<AdvisedObject, 'kind' | 'id' | 'root'>,
): number {
  return basis.arithmetic.objects.findIndex((one) => one.kind === kind && one.id === id && one.root === root);
}

function findingOf(basis: Advised['basis'], rule: string, risk: string): readonly number[] {
  return basis.findings.find((one) => one.rule === rule && one.risk === risk)?.positions ?? [];
}

test('where BuildKit’s database could not be read no image has an exact figure', (t) => {
  const host = new HostBuilder();
  host.image('app', ['base']);
  const [finding] = advise(host.inventory({ records: { buildCacheHoldings: null } }), GREEDY).findings(
    'unused-images',
  );
  t.regex(finding?.unmeasuredReason ?? '', /BuildKit’s database could not be read/);
});

const preselected = (inventory: Inventory): string[] =>
  advise(inventory, { olderThan: ANY_AGE })
    .report.recommendations.filter((one) => one.preselected)
    .map(({ rule }) => rule);

test('where containers may be missing nothing that they could use is preselected', (t) => {
  const host = new HostBuilder();
  host.image('app', ['base']);
  host.image('dangling', ['other'], { references: [] });
  host.volume(hex64('anonymous'), 8192);
  host.group(`volumes/${hex64('anonymous')}`, { inodes: 2 });
  host.cacheDirectory('step', 8192, { inUse: false });
  const all = ['dangling-images', 'unused-images', 'anonymous-volumes', 'build-cache'];
  t.deepEqual(preselected(host.inventory()), all);
  const unlisted = host.inventory({ records: { unlisted: ['containers'] } });
  t.deepEqual(preselected(unlisted), ['build-cache']);
  const { report } = advise(unlisted, { olderThan: ANY_AGE });
  for (const { rule, unmeasuredReason } of report.recommendations) {
    if (rule !== 'build-cache') t.regex(unmeasuredReason ?? '', /could not be listed/);
  }
});

test('what only the engine told of is marked so, with its figure as an estimate', (t) => {
  const image = {
    id: digestOf('app'),
    references: ['app:1'],
    platform: null,
    createdAt: null,
    taggedAt: null,
  };
  const told = { parentId: null, labels: {}, diffIds: [], createdBy: [], configPath: null };
  const sizes = { engineSizeBytes: 5000, engineSharedBytes: 1000 };
  const engine = anEngine({}, { images: [{ ...image, ...told, ...sizes }] });
  t.deepEqual(advise({ ...new HostBuilder().inventory({ engine }), roots: [] }).found('unused-images'), []);
  const old = anEngine({}, { images: [{ ...image, ...told, ...sizes, taggedAt: '2026-01-01T00:00:00Z' }] });
  const [known] = advise({ ...new HostBuilder().inventory({ engine: old }), roots: [] }).findings(
    'unused-images',
  );
  t.like(known, { source: 'engine', freedBytes: 4000, inodes: null });
  t.truthy(known?.unmeasuredReason);
});
