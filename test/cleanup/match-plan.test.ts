import test from 'ava';
import type { CleanupAnalysis } from '../../src/analyzers/analyze.js';
import { foreignPlan, matchPlan } from '../../src/cleanup/match-plan.js';
import { DEFAULT_POLICY } from '../../src/model/policy.js';
import type { CleanupPlan } from '../../src/report/types.js';
import type { HostBuilder } from '../analyzers/host-builder.js';
import { analyzed, ANY_AGE, aPlan, cleanupHost, planOf } from './support.js';

/** All that could go when the plan was made. */
const EVERYTHING = {
  only: ['containers', 'images', 'cache', 'volumes', 'named-volumes', 'dangling-images'],
  freeBytes: 1e15,
};

function savedPlan(): CleanupPlan {
  return planOf(analyzed(cleanupHost(), ANY_AGE), EVERYTHING);
}

/** Why each object of the plan stays, by its name; only those that do. */
function reasons(plan: CleanupPlan, { basis }: CleanupAnalysis): Record<string, string> {
  const { whyNot } = matchPlan(basis);
  return Object.fromEntries(
    plan.objects.flatMap((object) => {
      const why = whyNot(object);
      return why === null ? [] : [[`${object.kind} ${object.name ?? ''}`, why]];
    }),
  );
}

/** The plan's host after something happened to it. */
function later(change: (host: HostBuilder) => void, policy = DEFAULT_POLICY): CleanupAnalysis {
  const host = cleanupHost();
  change(host);
  return analyzed(host, policy);
}

test('nothing stands against a plan of a host that has not changed, whatever the ages', (t) => {
  const plan = savedPlan();
  t.true(plan.objects.length >= 6);
  t.deepEqual(
    reasons(
      plan,
      later(() => {}),
    ),
    {},
  );
});

test('every object of a plan is found again', (t) => {
  const { basis } = later(() => {});
  const { positionOf } = matchPlan(basis);
  for (const object of savedPlan().objects) {
    const position = positionOf(object) ?? -1;
    t.like(basis.arithmetic.objects[position], { kind: object.kind, id: object.id, root: object.root });
  }
});

test('a root that the plan calls otherwise is no way around what stands against an object', (t) => {
  const policy = { ...DEFAULT_POLICY, protect: { names: ['spare'], labels: [] } };
  const { basis } = later((host) => {
    const [running] = host.containers;
    if (running !== undefined) host.containers.splice(0, 1, { ...running, status: 'running' });
  }, policy);
  const { whyNot, positionOf } = matchPlan(basis);
  const moved = savedPlan().objects.map((object) => ({ ...object, root: '/elsewhere' }));
  const there = savedPlan().objects;
  t.deepEqual(moved.map(whyNot), there.map(whyNot));
  t.deepEqual(moved.map(positionOf), there.map(positionOf));
  t.true(moved.some((object) => whyNot(object) !== null));
});

test('what is protected by now stays', (t) => {
  const policy = { ...DEFAULT_POLICY, protect: { names: ['spare'], labels: [] } };
  t.deepEqual(
    reasons(
      savedPlan(),
      later(() => {}, policy),
    ),
    {
      'volume spare': 'it is protected: it matches spare',
    },
  );
});

test('what runs by now stays, and so does all that it holds', (t) => {
  const found = reasons(
    savedPlan(),
    later((host) => {
      const at = host.containers.findIndex(({ name }) => name === 'job');
      host.containers[at] = {
        ...host.containers[at],
        status: 'running',
      } as HostBuilder['containers'][number];
    }),
  );
  t.deepEqual(Object.keys(found).sort(), ['container job', 'volume data']);
  t.regex(found['container job'] ?? '', /run/);
});

test('what a new container uses stays', (t) => {
  const found = reasons(
    savedPlan(),
    later((host) => {
      const app = host.images.find(({ references }) => references.includes('app:latest')) ?? null;
      host.container('new', app, { status: 'running' });
    }),
  );
  t.deepEqual(Object.keys(found), ['image app:latest']);
});

test('a volume and a container with other content stay, and a cache record is left to the engine', (t) => {
  const found = reasons(
    savedPlan(),
    later((host) => {
      host.group('volumes/spare', { allocatedBytes: 2_000_896, inodes: 4 });
      const job = host.containers.find(({ name }) => name === 'job');
      host.group(`containers/${job?.id}/job.log`, { allocatedBytes: 8192 });
    }),
  );
  t.deepEqual(found, {
    'container job': 'its content changed since the plan was made',
    'volume spare': 'its content changed since the plan was made',
  });
});

test('a volume that was written to without growing stays', (t) => {
  const found = reasons(
    savedPlan(),
    later((host) => {
      const group = host.groups.get('volumes/spare');
      host.group('volumes/spare', { ...group, newestMs: Date.parse('2026-06-01T11:00:00Z') });
    }),
  );
  t.deepEqual(Object.keys(found), ['volume spare']);
});

test('what is gone is asked of the engine', (t) => {
  const plan = savedPlan();
  const now = later((host) => {
    host.volumes.splice(
      host.volumes.findIndex(({ name }) => name === 'spare'),
      1,
    );
    host.groups.delete('volumes/spare');
  });
  const spare = plan.objects.find(({ name }) => name === 'spare');
  if (spare === undefined) return t.fail('it was planned');
  const { positionOf, whyNot } = matchPlan(now.basis);
  t.is(positionOf(spare), undefined);
  t.is(whyNot(spare), null);
});

const NOW = { engine: aPlan().engine, host: 'harbour' } as const;
const engine = (fields: Partial<NonNullable<CleanupPlan['engine']>>) => {
  const [known] = [aPlan().engine];
  return known === null ? null : { ...known, ...fields };
};

test('a plan is for the engine that it was made for', (t) => {
  t.is(foreignPlan(aPlan(), NOW), null);
  t.is(foreignPlan(aPlan({ engine: engine({ version: '20.10.1' }) }), NOW), null, 'updated meanwhile');
  t.is(foreignPlan(aPlan({ host: null }), NOW), null);
});

for (const [what, plan, words] of [
  ['of the sample', aPlan({ sample: true }), /sample host/],
  ['made offline', aPlan({ engine: null }), /without an engine/],
  [
    'of another data root',
    aPlan({ engine: engine({ dataRoot: '/srv/docker' }) }),
    /\/srv\/docker, and this one/,
  ],
  ['of another store', aPlan({ engine: engine({ imageStore: 'containerd' }) }), /the containerd image store/],
  ['of another endpoint', aPlan({ engine: engine({ endpoint: 'tcp://far:2376' }) }), /at tcp:\/\/far:2376/],
  ['of another host', aPlan({ host: 'elsewhere' }), /on the host elsewhere, and this is harbour/],
] as const) {
  test(`a plan ${what} is for no engine here`, (t) => t.regex(foreignPlan(plan, NOW) ?? '', words));
}

test('where no engine answers, a plan is for none', (t) => {
  t.is(foreignPlan(aPlan(), { ...NOW, engine: null }), 'no engine answers');
});

test('a remote engine is the same from any host', (t) => {
  const remote = engine({ endpoint: 'ssh://far' });
  t.is(foreignPlan(aPlan({ engine: remote, host: 'elsewhere' }), { engine: remote, host: 'harbour' }), null);
});
