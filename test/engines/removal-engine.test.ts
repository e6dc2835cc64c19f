import test, { type ExecutionContext } from 'ava';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRemovalEngine } from '../../src/collectors/engine/removal-engine.js';
import type { ObjectKey, ObjectNow, RemovalEngine, RemovalOutcome } from '../../src/model/removal-engine.js';
import type { RemovableKind } from '../../src/model/removal.js';
import { unixEndpoint } from '../collectors/engine/fake-engine.js';
import { openEngineDoor } from './harness/engine-door.js';
import type { EngineOptions } from './harness/engine-options.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { randomLayers, registryImage } from './harness/registry-image.js';
import { type Registry, startRegistry } from './harness/registry.js';
import { imageArchive } from './harness/workload/image-archive.js';
import { busyboxRootfs } from './harness/workload/rootfs.js';
import { buildTar } from './harness/workload/tar.js';
import { until } from './harness/until.js';

/** Every test removes from engines that this file started. */
const KINDS: Readonly<Record<string, EngineOptions>> = {
  '20.10': {},
  '28 with graph drivers': { release: '28' },
  '28 with the containerd store': { release: '28', imageStore: 'containerd' },
};

const LEGACY = 'FROM base:1\nRUN echo 1 > /one\nRUN echo 2 > /two\n';
const CACHED =
  'FROM base:1\nRUN --mount=type=cache,target=/kept echo 1 > /kept/x && echo 1 > /one\nRUN echo 2 > /two\n';

const LONG = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 3600 & wait; done'];

interface Stage {
  readonly engine: PrivateEngine;
  readonly removal: RemovalEngine;
}

const stages = new Map<string, Stage>();
let registry: Registry | undefined;
let digest = '';

async function build(engine: PrivateEngine, name: string, text: string, buildkit: boolean): Promise<void> {
  const directory = join(engine.layout.work, name);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'Dockerfile'), text);
  const env = { DOCKER_BUILDKIT: buildkit ? '1' : '0' };
  await engine.docker(['build', '--quiet', '--network=none', `--tag=${name}:1`, directory], { env });
}

async function open(engine: PrivateEngine): Promise<RemovalEngine> {
  return openRemovalEngine(unixEndpoint(engine.layout.socket));
}

test.before(async () => {
  const image = registryImage({ architecture: 'amd64', layers: await randomLayers('removal', 2, 20_000) });
  digest = image.top.digest;
  registry = await startRegistry({ 's/app:1': image, 's/app:2': image, 't/app:1': image });
  const base = await buildTar(await busyboxRootfs());
  const archive = await imageArchive([{ tags: ['base:1'], layers: [base], command: ['sh'] }]);
  for (const [kind, options] of Object.entries(KINDS)) {
    const engine = await startPrivateEngine(options);
    stages.set(kind, { engine, removal: await open(engine) });
    await engine.docker(['load', '--quiet'], { input: archive });
  }
});

test.after.always(async () => {
  for (const { removal } of stages.values()) removal.close();
  await Promise.all([...stages.values()].map(({ engine }) => engine.cleanup()));
  await registry?.close();
});

/** Everything that the engine lists, as one text each: images by id with their names, the others by id or name. */
async function everything({ engine }: Stage): Promise<ReadonlySet<string>> {
  const lists = await Promise.all([
    engine.docker([
      'images',
      '--all',
      '--no-trunc',
      '--digests',
      '--format=image {{.ID}} {{.Repository}}:{{.Tag}}',
    ]),
    engine.docker(['ps', '--all', '--no-trunc', '--format=container {{.ID}}']),
    engine.docker(['volume', 'ls', '--format=volume {{.Name}}']),
    engine.docker(['network', 'ls', '--no-trunc', '--format=network {{.ID}}']),
  ]);
  const records = (await cacheIds(engine)).map((id) => `build-cache ${id}`);
  return new Set([...lists.flatMap((list) => list.split('\n').filter(Boolean)), ...records].sort());
}

async function usage(engine: PrivateEngine): Promise<readonly Record<string, unknown>[]> {
  const { body } = await engine.api('/v1.41/system/df');
  const list: unknown =
    typeof body === 'object' && body !== null && 'BuildCache' in body ? body.BuildCache : null;
  return Array.isArray(list) ? list : [];
}

async function cacheIds(engine: PrivateEngine): Promise<string[]> {
  return (await usage(engine)).map(({ ID }) => String(ID)).sort();
}

function imageId({ engine }: Stage, name: string): Promise<string> {
  return engine.docker(['image', 'inspect', '--format={{.Id}}', name]);
}

async function seenNow<K extends RemovableKind>(
  t: ExecutionContext,
  { removal }: Stage,
  kind: K,
  id: string,
): Promise<Extract<ObjectNow, { kind: K }>> {
  const now = await removal.look({ kind, id });
  t.is(now?.kind, kind);
  return now as Extract<ObjectNow, { kind: K }>;
}

/** Looks, removes, and compares what was there with what is left. */
async function removed(
  t: ExecutionContext,
  stage: Stage,
  key: ObjectKey,
  gone: readonly string[] = [`${key.kind} ${key.id}`],
): Promise<void> {
  const before = await everything(stage);
  const seen = await seenNow(t, stage, key.kind, key.id);
  t.deepEqual(await stage.removal.remove(key, seen), { outcome: 'removed' });
  const after = await everything(stage);
  t.deepEqual([...before].filter((entry) => !after.has(entry)).sort(), [...gone].sort());
  t.deepEqual(
    [...after].filter((entry) => !before.has(entry)),
    [],
  );
  t.is(await stage.removal.look(key), null);
  t.deepEqual(await stage.removal.remove(key, seen), { outcome: 'absent' });
}

/** Removes with what was given as seen; it must be refused and everything stay. @returns the engine's words */
async function refusal(t: ExecutionContext, stage: Stage, key: ObjectKey, seen: ObjectNow): Promise<string> {
  const before = await everything(stage);
  const outcome: RemovalOutcome = await stage.removal.remove(key, seen);
  t.is(outcome.outcome, 'refused');
  t.deepEqual([...(await everything(stage))], [...before]);
  return outcome.outcome === 'refused' ? outcome.message : '';
}

function eachKind(title: string, run: (t: ExecutionContext, stage: Stage) => Promise<void>): void {
  for (const kind of Object.keys(KINDS)) {
    test.serial(`${kind}: ${title}`, async (t) => {
      const stage = stages.get(kind);
      if (stage === undefined) throw new Error('the engine did not start');
      await run(t, stage);
    });
  }
}

eachKind('an image with several names goes with all of them, and nothing else', async (t, stage) => {
  for (const name of ['s/app:1', 's/app:2', 't/app:1'])
    await stage.engine.docker(['pull', '--quiet', `${registry?.address}/${name}`]);
  const id = await imageId(stage, `${registry?.address}/s/app:1`);
  await stage.engine.docker(['tag', id, 'own:1']);
  const { references } = await seenNow(t, stage, 'image', id);
  t.true(references.includes('own:1'));
  t.true(references.includes(`${registry?.address}/t/app@${digest}`));
  const gone = ['s/app:1', 's/app:2', 't/app:1'].map((name) => `image ${id} ${registry?.address}/${name}`);
  await removed(t, stage, { kind: 'image', id }, [...gone, `image ${id} own:1`]);
});

eachKind('an image that was pulled by its digest from two places goes with both', async (t, stage) => {
  for (const name of ['s/app', 't/app'])
    await stage.engine.docker(['pull', '--quiet', `${registry?.address}/${name}@${digest}`]);
  const id = await imageId(stage, `${registry?.address}/s/app@${digest}`);
  const { references } = await seenNow(t, stage, 'image', id);
  t.deepEqual(
    references,
    ['s', 't'].map((name) => `${registry?.address}/${name}/app@${digest}`),
  );
  const before = await everything(stage);
  t.deepEqual(await stage.removal.remove({ kind: 'image', id }, await seenNow(t, stage, 'image', id)), {
    outcome: 'removed',
  });
  const after = await everything(stage);
  t.true([...before].filter((entry) => !after.has(entry)).every((entry) => entry.startsWith(`image ${id} `)));
  t.is(await stage.removal.look({ kind: 'image', id }), null);
});

eachKind('an image that has a tag and a digest of its own in one repository goes', async (t, stage) => {
  await stage.engine.docker(['pull', '--quiet', `${registry?.address}/s/app@${digest}`]);
  await stage.engine.docker(['pull', '--quiet', `${registry?.address}/s/app:1`]);
  const id = await imageId(stage, `${registry?.address}/s/app:1`);
  const key = { kind: 'image', id } as const;
  t.deepEqual(await stage.removal.remove(key, await seenNow(t, stage, 'image', id)), { outcome: 'removed' });
  t.is(await stage.removal.look(key), null);
});

eachKind(
  'an image leaves its untagged parents, which are not removed while it is there',
  async (t, stage) => {
    await build(stage.engine, 'legacy', LEGACY, false);
    const id = await imageId(stage, 'legacy:1');
    const parent = await stage.engine.docker(['image', 'inspect', '--format={{.Parent}}', id]);
    // The list of images is good for a moment.
    await until(
      'the list to show the new image',
      async () => (await seenNow(t, stage, 'image', parent)).children.includes(id),
      10_000,
    );
    const seen = await seenNow(t, stage, 'image', parent);
    t.deepEqual(seen, { kind: 'image', references: [], containers: [], children: [id] });
    t.regex(await refusal(t, stage, { kind: 'image', id: parent }, seen), /built on it/);
    await removed(t, stage, { kind: 'image', id }, [`image ${id} legacy:1`]);
    await removed(t, stage, { kind: 'image', id: parent }, [`image ${parent} <none>:<none>`]);
  },
);

eachKind('an image in use is refused, and keeps every name', async (t, stage) => {
  await stage.engine.docker(['tag', 'base:1', 'used:1']);
  const id = await imageId(stage, 'base:1');
  const container = await stage.engine.docker(['create', '--network=none', 'base:1']);
  const key = { kind: 'image', id } as const;
  const seen = await seenNow(t, stage, 'image', id);
  t.deepEqual(seen.containers, [container]);
  t.regex(await refusal(t, stage, key, seen), /uses it/);
  // Also when the container came after the look.
  const before = { ...seen, containers: [], children: [] };
  t.regex(await refusal(t, stage, key, before), /uses it/);
  await stage.engine.docker(['rmi', 'used:1']);
  t.regex(await refusal(t, stage, key, before), /conflict|uses it/);
  await stage.engine.docker(['rm', container]);
});

eachKind(
  'an image with two names whose removal is refused in the end gets its names back',
  async (t, stage) => {
    await build(stage.engine, 'late', 'FROM base:1\nRUN echo late > /late\n', false);
    for (const name of ['late:2', 'other/late:1']) await stage.engine.docker(['tag', 'late:1', name]);
    const id = await imageId(stage, 'late:1');
    const key = { kind: 'image', id } as const;
    const seen = await seenNow(t, stage, 'image', id);
    // The container comes into being after every check of ours, when the engine has taken the first name away.
    let container = '';
    const door = await openEngineDoor(t, stage.engine, async (method, path) => {
      if (method !== 'DELETE' || decodeURIComponent(path).includes(id) || container !== '') return;
      container = await stage.engine.docker(['create', '--network=none', id]);
    });
    const removal = await openRemovalEngine(unixEndpoint(door));
    t.teardown(() => removal.close());
    const outcome = await removal.remove(key, seen);
    t.not(container, '');
    t.is(outcome.outcome, 'refused');
    t.regex(outcome.outcome === 'refused' ? outcome.message : '', /container [0-9a-f]{12}/);
    t.deepEqual(await seenNow(t, stage, 'image', id), { ...seen, containers: [container] });
    await stage.engine.docker(['rm', container]);
    await removed(
      t,
      stage,
      key,
      ['late:1', 'late:2', 'other/late:1'].map((name) => `image ${id} ${name}`),
    );
  },
);

eachKind('a container is refused while it runs, and goes without its volume', async (t, stage) => {
  const args = ['run', '--detach', '--network=none', '--volume=/data', '--name=runs', 'base:1', ...LONG];
  const id = await stage.engine.docker(args);
  const key = { kind: 'container', id } as const;
  const running = await seenNow(t, stage, 'container', id);
  t.like(running, { name: 'runs', status: 'running', finishedAt: null });
  t.truthy(running.startedAt);
  t.regex(await refusal(t, stage, key, running), /running/);
  await stage.engine.docker(['kill', id]);
  const ended = await seenNow(t, stage, 'container', id);
  t.like(ended, { name: 'runs', status: 'exited', startedAt: running.startedAt });
  t.truthy(ended.finishedAt);
  await removed(t, stage, key);
});

eachKind(
  'a volume is refused while a container mounts it, and one with a longer name stays',
  async (t, stage) => {
    for (const name of ['store', 'store2']) await stage.engine.docker(['volume', 'create', name]);
    const container = await stage.engine.docker([
      'create',
      '--network=none',
      '--volume=store2:/store',
      'base:1',
    ]);
    const user = await stage.engine.docker(['create', '--network=none', '--volume=store:/a', 'base:1']);
    const key = { kind: 'volume', id: 'store' } as const;
    const seen = await seenNow(t, stage, 'volume', 'store');
    t.like(seen, { driver: 'local', containers: [user] });
    t.regex(await refusal(t, stage, key, { ...seen, containers: [] }), /in use/);
    await stage.engine.docker(['rm', user]);
    t.deepEqual((await seenNow(t, stage, 'volume', 'store')).containers, []);
    await removed(t, stage, key);
    await stage.engine.docker(['rm', container]);
  },
);

eachKind('a network stays while a container that never ran is configured for it', async (t, stage) => {
  const id = await stage.engine.docker(['network', 'create', 'net']);
  const key = { kind: 'network', id } as const;
  const byName = await stage.engine.docker(['create', '--network=net', 'base:1']);
  const byId = await stage.engine.docker(['create', `--network=${id}`, 'base:1']);
  const seen = await seenNow(t, stage, 'network', id);
  t.like(seen, { name: 'net', containers: [byName, byId].sort() });
  t.regex(await refusal(t, stage, key, seen), /configured for it/);
  await stage.engine.docker(['rm', byName, byId]);
  await removed(t, stage, key);
});

eachKind('a build cache record goes alone, and stays while another one stands on it', async (t, stage) => {
  await build(stage.engine, 'cached', CACHED, true);
  const records = await usage(stage.engine);
  const named = (text: string): string =>
    String(records.find(({ Description }) => String(Description).includes(text))?.['ID']);
  const leaf = named('echo 2 > /two');
  const mounted = String(records.find(({ Type }) => Type === 'exec.cachemount')?.['ID']);
  const kept = await seenNow(t, stage, 'build-cache', leaf);
  t.like(kept, { inUse: false, usageCount: 1, children: [] });
  const base = records.map(({ ID }) => String(ID)).filter((id) => ![leaf, mounted].includes(id));
  const below: string[] = [];
  for (const id of base)
    if ((await seenNow(t, stage, 'build-cache', id)).children.includes(leaf)) below.push(id);
  t.is(below.length, 1);
  const key = { kind: 'build-cache', id: below[0] ?? '' } as const;
  const seen = await seenNow(t, stage, 'build-cache', key.id);
  t.regex(await refusal(t, stage, key, seen), /another record stands on it/);
  await removed(t, stage, { kind: 'build-cache', id: leaf });
  await removed(t, stage, { kind: 'build-cache', id: mounted });
  await removed(t, stage, key);
});

test.serial('28: an image that a container has mounted stays', async (t) => {
  for (const kind of ['28 with graph drivers', '28 with the containerd store']) {
    const stage = stages.get(kind);
    if (stage === undefined) throw new Error('the engine did not start');
    await build(stage.engine, 'mounted', 'FROM base:1\nRUN echo mounted > /mounted\n', false);
    const id = await imageId(stage, 'mounted:1');
    const mount = '--mount=type=image,source=mounted:1,target=/mounted';
    const container = await stage.engine.docker(['create', '--network=none', mount, 'base:1']);
    const seen = await seenNow(t, stage, 'image', id);
    t.deepEqual(seen.containers, [container]);
    t.regex(await refusal(t, stage, { kind: 'image', id }, seen), /uses it/);
    await stage.engine.docker(['rm', container]);
  }
});
