import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import { collectHost } from '../../src/collectors/collect-host.js';
import type { HostSources } from '../../src/collectors/host/host-sources.js';
import type { EngineAnswer, EngineClient, EngineQuery } from '../../src/collectors/engine/client.js';
import { NothingToReadError } from '../../src/collectors/nothing-to-read.js';
import type { ContainerRecord } from '../../src/model/container.js';
import type { EngineInventory } from '../../src/model/engine.js';
import type { Inventory } from '../../src/model/inventory.js';
import type { Problem } from '../../src/model/problem.js';
import { fakeHost } from './host/fake-host.js';
import { NOWHERE } from './host/nowhere.js';
import { runUnprivileged } from './disk/other-user.js';
import { du, temporaryDirectory, writeTree } from './disk/temporary-tree.js';

const ID = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

function problemOf(code: string): Problem {
  return {
    source: 'engine',
    code,
    message: `engine: ${code}`,
    path: null,
    missing: 'its figures',
    hint: null,
  };
}

function engineOf(containerIds: readonly string[] | null, dataRoot: string | null = null): EngineInventory {
  return {
    facts: { dataRoot } as EngineInventory['facts'],
    containers: containerIds?.map((id) => ({ id }) as ContainerRecord) ?? null,
    images: null,
    volumes: null,
    networks: null,
    buildCache: null,
    layersBytes: null,
    live: null,
  };
}

/** An engine that answers each query with the next of its answers; the last one stays. */
class ScriptedEngine implements EngineClient {
  readonly queries: EngineQuery[] = [];
  readonly #answers: readonly EngineAnswer[];

  constructor(...answers: readonly Partial<EngineAnswer>[]) {
    this.#answers = answers.map((answer) => ({ inventory: null, problems: [], ...answer }));
  }

  async collect(query: EngineQuery): Promise<EngineAnswer> {
    this.queries.push(query);
    const answer = this.#answers[Math.min(this.queries.length, this.#answers.length) - 1];
    if (answer === undefined) throw new Error('no answer');
    return answer;
  }
}

function dataRootWith(t: ExecutionContext, containerId: string): string {
  const root = temporaryDirectory(t);
  writeTree(root, {
    [`containers/${containerId}/config.v2.json`]: JSON.stringify({ ID: containerId }),
    'volumes/': '',
    'image/': '',
  });
  return root;
}

function sources(options: Partial<HostSources>): HostSources {
  return { engine: null, engineIsLocal: true, dataRoot: null, places: NOWHERE, ...options };
}

function codes(inventory: Inventory): string[] {
  return inventory.problems.map(({ code }) => code);
}

test('a data root alone is an inventory', async (t) => {
  const root = dataRootWith(t, ID);
  const seen: Inventory[] = [];
  const inventory = await collectHost(sources({ dataRoot: root }), {
    onProgress: (soFar) => seen.push(soFar),
  });
  t.is(inventory.engine, null);
  t.false(inventory.sample);
  t.is(inventory.roots[0]?.path, root);
  t.is(inventory.roots[0]?.walk?.state, 'complete');
  t.deepEqual(inventory.problems, []);
  t.true(seen.length > 0);
  t.is(seen[0]?.roots[0]?.walk, null);
});

test('with its disk at hand the engine is not asked to measure it', async (t) => {
  const root = dataRootWith(t, ID);
  const engine = new ScriptedEngine({ inventory: engineOf([ID], root) });
  const inventory = await collectHost(sources({ engine }));
  t.is(inventory.roots[0]?.path, root);
  t.is(inventory.engine?.containers?.length, 1);
  t.deepEqual(
    engine.queries.map(({ sizes }) => sizes),
    [false],
  );
});

test('an engine whose containers are not in the data root is another one, and measures itself', async (t) => {
  const root = dataRootWith(t, OTHER);
  const engine = new ScriptedEngine(
    { inventory: engineOf([ID], root) },
    { inventory: engineOf([ID, OTHER], root) },
  );
  const inventory = await collectHost(sources({ engine }));
  t.deepEqual(inventory.roots, []);
  t.deepEqual(codes(inventory), ['data-root-of-another-engine']);
  t.deepEqual(
    engine.queries.map(({ sizes }) => sizes),
    [false, true],
  );
  t.is(inventory.engine?.containers?.length, 2);
});

test('an engine without containers, or that did not list them, is taken at its word', async (t) => {
  const root = dataRootWith(t, OTHER);
  for (const containers of [[], null]) {
    const engine = new ScriptedEngine({ inventory: engineOf(containers, root) });
    t.is((await collectHost(sources({ engine }))).roots.length, 1);
  }
});

test('an engine elsewhere measures itself, and no disk here is read', async (t) => {
  const root = dataRootWith(t, ID);
  const engine = new ScriptedEngine({ inventory: engineOf([ID], root) });
  const inventory = await collectHost(sources({ engine, engineIsLocal: false }));
  t.deepEqual(inventory.roots, []);
  t.deepEqual(inventory.problems, []);
  t.is(engine.queries.length, 2);
});

test('a data root that is not there is a problem beside what the engine tells', async (t) => {
  const engine = new ScriptedEngine({ inventory: engineOf([ID], '/nowhere') });
  const inventory = await collectHost(sources({ engine }));
  t.deepEqual(codes(inventory), ['data-root-absent']);
  t.deepEqual(inventory.roots, []);
});

test('with neither an engine nor a data root there is nothing to read, and both reasons are told', async (t) => {
  const engine = new ScriptedEngine({ problems: [problemOf('engine-absent')] });
  const error = await t.throwsAsync(collectHost(sources({ engine, dataRoot: '/nowhere' })), {
    instanceOf: NothingToReadError,
  });
  t.deepEqual(
    error.problems.map(({ code }) => code),
    ['engine-absent', 'data-root-absent'],
  );
  t.regex(error.message, /engine-absent; there is no data root at \/nowhere/);
});

test('an engine that does not run costs no figure where the disk was measured, one that fails does', async (t) => {
  const dataRoot = dataRootWith(t, ID);
  const problems = ['engine-absent', 'engine-refused', 'engine-timeout'].map(problemOf);
  const inventory = await collectHost(sources({ engine: new ScriptedEngine({ problems }), dataRoot }));
  t.deepEqual(
    inventory.problems.map(({ missing }) => missing),
    [null, null, 'its figures'],
  );
});

test('a problem that the engine has twice is told once, and its first answer stays when the second fails', async (t) => {
  const problems = [problemOf('engine-timeout')];
  const engine = new ScriptedEngine(
    { inventory: engineOf([ID]), problems },
    { problems: [...problems, problemOf('sizes-failed')] },
  );
  const inventory = await collectHost(sources({ engine, engineIsLocal: false }));
  t.deepEqual(codes(inventory), ['engine-timeout', 'sizes-failed']);
  t.is(inventory.engine?.containers?.length, 1);
});

test('the signal reaches the engine and the walk', async (t) => {
  const dataRoot = dataRootWith(t, ID);
  const engine = new ScriptedEngine({ inventory: engineOf([ID]) });
  const signal = AbortSignal.abort();
  const inventory = await collectHost(sources({ engine, dataRoot }), { signal });
  t.is(engine.queries[0]?.signal, signal);
  t.is(inventory.roots[0]?.walk?.state, 'cancelled');
  t.deepEqual(codes(inventory), ['scan-cancelled']);
});

test('a data root that this user may not read leaves its filesystem and says why', (t) => {
  const parent = temporaryDirectory(t);
  writeTree(parent, { 'root/containers/': '', 'root/volumes/': '', 'root/image/': '' });
  chmodSync(parent, 0o755);
  chmodSync(join(parent, 'root'), 0o311);
  const module = new URL('../../src/collectors/collect-host.js', import.meta.url);
  const body = 'return api.collectHost({ engine: null, engineIsLocal: true, dataRoot: options[0] });';
  const answer = runUnprivileged(t, module, body, join(parent, 'root'));
  chmodSync(join(parent, 'root'), 0o755);
  if (answer === undefined) return;
  const inventory = answer as Inventory;
  t.deepEqual(codes(inventory), ['permission-denied']);
  t.like(inventory.roots[0], { denied: true, walk: null, path: join(parent, 'root') });
  t.true((inventory.roots[0]?.filesystem?.totalBytes ?? 0) > 0);
  t.is(inventory.roots[0]?.records.buildCacheHoldings, null);
});

test('every root of the host is collected, the engine’s first, each with its own records and problems', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('srv/engine', [ID]);
  host.dataRoot('var/lib/docker', [OTHER]);
  host.write({ [`var/lib/docker/containers/${OTHER}/config.v2.json`]: '{' });
  host.containerdRoot('var/lib/containerd', { moby: [] });
  const engine = new ScriptedEngine({ inventory: engineOf([ID], host.at('srv/engine')) });
  const seen: Inventory[] = [];
  const inventory = await collectHost(host.sources({ engine }), { onProgress: (soFar) => seen.push(soFar) });
  t.deepEqual(
    inventory.roots.map(({ kind, origin, path, walk }) => [kind, origin, path, walk?.state]),
    [
      ['data-root', 'engine', host.at('srv/engine'), 'complete'],
      ['containerd-root', 'default', host.at('var/lib/containerd'), 'complete'],
      ['data-root', 'default', host.at('var/lib/docker'), 'complete'],
    ],
  );
  t.deepEqual(
    inventory.roots.map(({ records }) => records.containers.map(({ id }) => id)),
    [[ID], [], []],
  );
  t.deepEqual(inventory.roots[2]?.records.damagedContainers, [OTHER]);
  t.deepEqual(
    inventory.problems.map(({ path }) => path),
    [host.at(`var/lib/docker/containers/${OTHER}/config.v2.json`)],
  );
  t.deepEqual(
    seen.at(-1)?.roots.map(({ path }) => path),
    inventory.roots.map(({ path }) => path),
  );
});

test('what was begun at the usual place is the engine’s when it says so', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker', [ID]);
  const engine = new ScriptedEngine({ inventory: engineOf([ID], host.at('var/lib/docker')) });
  const { roots } = await collectHost(host.sources({ engine }));
  t.deepEqual(
    roots.map(({ origin }) => origin),
    ['engine'],
  );
});

test('an engine whose data root is not here has its disks elsewhere', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker', [OTHER]);
  for (const told of ['/nowhere', host.at('var/lib/docker')]) {
    const engine = new ScriptedEngine({ inventory: engineOf([ID], told) });
    const inventory = await collectHost(host.sources({ engine }));
    t.deepEqual(inventory.roots, [], told);
    const left = told === '/nowhere' ? ['local-roots-left-out'] : [];
    t.deepEqual(codes(inventory).slice(1), left);
    t.is(inventory.problems.length, 1 + left.length);
  }
});

test('a usual place without a data root is no problem where another root is found', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('srv/data', [ID]);
  host.write({
    'etc/daemon.json': JSON.stringify({ 'data-root': host.at('srv/data') }),
    'var/lib/docker/': '',
  });
  const inventory = await collectHost(host.sources());
  t.deepEqual(inventory.problems, []);
  t.is(inventory.roots[0]?.path, host.at('srv/data'));
});

test('a named data root that is none is a problem whatever else is there', async (t) => {
  const host = fakeHost(t);
  host.containerdRoot('ctrd', { moby: [] });
  const named = { dataRoot: host.at('ctrd'), containerdRoot: host.at('ctrd') };
  const inventory = await collectHost(host.sources(named));
  t.deepEqual(codes(inventory), ['data-root-foreign']);
  t.deepEqual(
    inventory.roots.map(({ kind }) => kind),
    ['containerd-root'],
  );
});

test('what lies in a root inside another one is counted there alone: together they are what du counts', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker', [ID]);
  host.dataRoot('var/lib/docker/100000.100000', [OTHER]);
  host.write({ 'var/lib/docker/100000.100000/volumes/v/_data/file': 'x'.repeat(100_000) });
  const inventory = await collectHost(host.sources());
  const { roots } = inventory;
  t.is(analyze(inventory, '0.0.0').totals.allocatedBytes, du(host.at('var/lib/docker')).allocatedBytes);
  const [outer, inner] = roots.map(({ walk }) => walk?.total.allocatedBytes ?? Number.NaN);
  t.is((outer ?? 0) + (inner ?? 0), du(host.at('var/lib/docker')).allocatedBytes);
  t.is(inner, du(host.at('var/lib/docker/100000.100000')).allocatedBytes);
  t.deepEqual(roots[0]?.walk?.excluded, ['100000.100000']);
});
