import test, { type ExecutionContext } from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import { collectHost } from '../../src/collectors/collect-host.js';
import type { EngineAnswer, EngineClient, EngineQuery } from '../../src/collectors/engine/client.js';
import { LIVE_PARTS, NO_LIVE_SOURCES } from '../../src/collectors/live/live-sources.js';
import { NothingToReadError } from '../../src/collectors/nothing-to-read.js';
import type { ContainerRecord } from '../../src/model/container.js';
import type { EngineInventory } from '../../src/model/engine.js';
import type { Inventory } from '../../src/model/inventory.js';
import type { Problem } from '../../src/model/problem.js';
import { type FakeHost, fakeHost } from './host/fake-host.js';
import { FakeLive, inContainer } from './live/fake-live.js';
import { aContainer, anEngine } from '../analyzers/records.js';

const ID = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

const ABSENT: Problem = {
  source: 'engine',
  code: 'engine-absent',
  message: 'There is no engine.',
  path: null,
  missing: 'live state',
  hint: null,
};

function engineOf(ids: readonly string[], dataRoot: string): EngineInventory {
  const containers = ids.map((id): ContainerRecord => ({ ...aContainer('one'), id, status: 'running' }));
  return anEngine({ dataRoot }, { containers, images: null, volumes: null, buildCache: null });
}

class FakeEngine implements EngineClient {
  readonly queries: EngineQuery[] = [];
  readonly #answer: EngineAnswer;

  constructor(inventory: EngineInventory | null, problems: readonly Problem[] = []) {
    this.#answer = { inventory, problems };
  }

  async collect(query: EngineQuery): Promise<EngineAnswer> {
    this.queries.push(query);
    return this.#answer;
  }
}

/** A host whose data root would be damaged in every part but those that live things are read from. */
function hostOf(t: ExecutionContext): FakeHost {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker', [ID]);
  host.write({
    'var/lib/docker/image/overlay2/repositories.json': '{',
    'var/lib/docker/volumes/metadata.db': 'x',
    'var/lib/docker/buildkit/metadata_v2.db': 'x',
  });
  return host;
}

function codes({ problems }: Pick<Inventory, 'problems'>): string[] {
  return problems.map(({ code }) => code);
}

test('of a data root containers and networks are read, nothing else, and no disk is walked', async (t) => {
  const host = hostOf(t);
  const live = new FakeLive([inContainer(2, ID)]).sources;
  const inventory = await collectHost(host.sources({ live }), {
    scope: 'live',
    parts: LIVE_PARTS,
    intervalMs: 0,
  });
  t.deepEqual(inventory.problems, []);
  t.is(inventory.scope, 'live');
  t.is(inventory.holdings, null);
  const [root] = inventory.roots;
  t.is(root?.walk, null);
  t.deepEqual(
    root?.records.containers.map(({ id }) => id),
    [ID],
  );
  t.deepEqual(root?.records.networks, []);
  t.deepEqual(root?.records.stores, []);
  t.is(inventory.processes?.processes.length, 2);
  t.not(inventory.controlGroups, null);
  t.not(inventory.hostNetwork, null);
});

test('the report of live things is complete without sizes, and says that nobody asked for them', async (t) => {
  const host = hostOf(t);
  const live = new FakeLive([inContainer(2, ID)]).sources;
  const inventory = await collectHost(host.sources({ live }), { scope: 'live', parts: ['processes'] });
  const report = analyze(inventory, '0.0.0');
  t.true(report.complete);
  t.true(report.notCollected.includes('sizes'));
  t.false(report.notCollected.includes('processes'));
  const [root] = report.roots;
  t.like(root, {
    allocatedBytes: null,
    reclaimableBytes: null,
    unmeasuredReason: 'sizes were not asked for',
  });
  t.is(root?.scan.state, 'none');
  t.is(report.containers[0]?.unmeasuredReason, 'sizes were not asked for');
  t.deepEqual([report.images, report.layers, report.leftovers, report.volumes], [[], [], [], []]);
  t.deepEqual(
    report.processes.map(({ hostPid, containerId }) => [hostPid, containerId]),
    [
      [1, null],
      [2, ID],
    ],
  );
});

test('an engine whose disk can be read is asked for its lists alone, and is not waited for long', async (t) => {
  const host = hostOf(t);
  const engine = new FakeEngine(engineOf([ID], host.at('var/lib/docker')));
  await collectHost(host.sources({ engine, live: NO_LIVE_SOURCES }), { scope: 'live', parts: ['networks'] });
  const [query] = engine.queries;
  t.is(engine.queries.length, 1);
  t.like(query, { sizes: false, lists: 'live', details: false, live: false });
  t.true((query?.patienceMs ?? Infinity) < 5000);
});

test('an engine elsewhere is asked for details and for what runs, once where it is known at once', async (t) => {
  const host = hostOf(t);
  const engine = new FakeEngine(engineOf([OTHER], '/elsewhere'));
  const live = new FakeLive([inContainer(2, ID)]);
  const far = host.sources({ engine, engineIsLocal: false, live: live.sources });
  const inventory = await collectHost(far, { scope: 'live', parts: ['control'] });
  t.deepEqual(
    engine.queries.map(({ details, live: asked }) => [details, asked]),
    [[true, true]],
  );
  t.deepEqual(live.asked, [], 'the kernel of another machine is not looked at');
  t.is(inventory.processes, null);
});

test('a local socket that leads elsewhere is found out: its processes are asked for, ours are not shown', async (t) => {
  const host = hostOf(t);
  const engine = new FakeEngine(engineOf([OTHER], '/elsewhere'));
  const live = new FakeLive([inContainer(2, ID)]).sources;
  const inventory = await collectHost(host.sources({ engine, live }), {
    scope: 'live',
    parts: ['processes'],
  });
  t.deepEqual(
    engine.queries.map(({ live: asked }) => asked),
    [false, true],
  );
  t.is(inventory.processes, null);
  t.deepEqual(inventory.roots, []);
  t.deepEqual(codes(inventory), ['local-roots-left-out']);
});

test('an engine whose containers run here has its processes here, wherever its data is', async (t) => {
  const host = fakeHost(t);
  const engine = new FakeEngine(engineOf([OTHER], '/elsewhere'));
  const live = new FakeLive([inContainer(2, OTHER)]).sources;
  for (const scope of ['live', 'everything'] as const) {
    const inventory = await collectHost(host.sources({ engine, live }), { scope, parts: ['processes'] });
    t.is(inventory.processes?.processes.length, 2, scope);
    t.false(
      engine.queries.some(({ live: asked }) => asked === true),
      scope,
    );
  }
});

test('that the store of images was not found is no matter where nobody asked for it', async (t) => {
  const host = hostOf(t);
  const dataRoot = host.at('var/lib/docker');
  const engine = new FakeEngine(anEngine({ dataRoot, imageStore: 'containerd' }));
  const sources = host.sources({ engine, live: NO_LIVE_SOURCES });
  const inventory = await collectHost(sources, { scope: 'live', parts: ['networks'] });
  t.deepEqual(analyze(inventory, '0.0.0').problems, []);
});

test('a machine with nothing but processes is a host for these alone', async (t) => {
  const host = fakeHost(t);
  const live = new FakeLive([inContainer(2, ID)]).sources;
  const sources = host.sources({ engine: new FakeEngine(null, [ABSENT]), live });
  const inventory = await collectHost(sources, { scope: 'live', parts: ['processes'] });
  t.true(analyze(inventory, '0.0.0').complete);
  t.is(inventory.processes?.processes.length, 2);
  for (const part of ['networks', 'control'] as const) {
    const error = await t.throwsAsync(collectHost(sources, { scope: 'live', parts: [part], intervalMs: 0 }), {
      instanceOf: NothingToReadError,
    });
    t.deepEqual(
      error.problems.map(({ code }) => code),
      ['engine-absent', 'data-root-absent'],
    );
  }
});

test('an engine that gives no answer keeps neither the kernel nor the disk back', async (t) => {
  const host = hostOf(t);
  const problem = { ...ABSENT, code: 'engine-timeout' };
  const live = new FakeLive([inContainer(2, ID)]).sources;
  const sources = host.sources({ engine: new FakeEngine(null, [problem]), live });
  const inventory = await collectHost(sources, { scope: 'live', parts: ['processes'] });
  t.deepEqual(inventory.problems, [problem]);
  t.is(inventory.processes?.processes.length, 2);
  t.is(inventory.roots[0]?.records.containers.length, 1);
});

test('everything has what runs too where it is asked for, and nobody looks where it is not', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker', [ID]);
  const fake = new FakeLive([inContainer(2, ID)]);
  const seen: Inventory[] = [];
  const whole = await collectHost(host.sources({ live: fake.sources }), {
    parts: LIVE_PARTS,
    onProgress: (soFar) => seen.push(soFar),
  });
  t.is(whole.processes?.processes.length, 2);
  t.is(whole.roots[0]?.walk?.state, 'complete');
  t.true(seen.some(({ processes, roots }) => processes !== null && roots.every(({ walk }) => walk === null)));
  const asked = fake.asked.length;
  const sizes = await collectHost(host.sources({ live: fake.sources }));
  t.is(sizes.processes, null);
  t.is(fake.asked.length, asked);
});
