import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { createEngineClient } from '../../../src/collectors/engine/dockerode-client.js';
import type { EngineInventory } from '../../../src/model/engine.js';
import { readFixture, sendJson, startFakeEngine, temporaryDirectory } from './fake-engine.js';

const NO_PROC = { procRoot: '/nonexistent' };

function present(inventory: EngineInventory | null): EngineInventory {
  if (inventory === null) throw new Error('the engine was not read');
  return inventory;
}

test('an engine of 20.10 is read whole, without asking for sizes', async (t) => {
  const { endpoint, requests } = await startFakeEngine(t, '20.10');
  const answer = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.deepEqual(answer.problems, []);
  const { facts, containers, images, volumes, networks, buildCache, layersBytes } = present(answer.inventory);
  t.like(facts, {
    product: 'Docker Engine',
    version: '20.10.24+dfsg1',
    apiVersion: '1.41',
    minApiVersion: '1.12',
    usedApiVersion: '1.41',
    dataRoot: '/var/lib/docker',
    storageDriver: 'overlay2',
    imageStore: 'graphdriver',
    backingFilesystem: 'extfs',
    cgroupVersion: '1',
    rootless: false,
    usernsRemap: false,
    liveRestore: false,
    loggingOptions: null,
    loggingRotation: null,
    addressPools: [],
    daemonPid: null,
  });
  t.is(containers?.length, 5);
  t.is(images?.length, 5);
  t.is(volumes?.length, 5);
  t.is(networks?.length, 4);
  t.is(buildCache, null);
  t.is(layersBytes, null);
  t.false(requests.some((request) => request.includes('/system/df') || request.includes('/images/sha256')));
  t.true(requests.includes('/v1.41/images/json?all=1'));
});

test('a container has its process, mounts and log settings', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10');
  const { inventory } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  const web = present(inventory).containers?.find((container) => container.name === 'web');
  t.like(web, {
    imageReference: 'lab/layers:1',
    status: 'running',
    pid: 24011,
    exitCode: null,
    createdAt: '2026-11-23T17:01:23.900021435Z',
    startedAt: '2026-11-23T17:01:24.177578392Z',
    finishedAt: null,
    storageDriver: 'overlay2',
    logDriver: 'json-file',
    engineSizeRwBytes: null,
  });
  t.deepEqual(
    web?.mounts.map(({ type, destination, volumeName, readOnly }) => [
      type,
      destination,
      volumeName,
      readOnly,
    ]),
    [
      ['volume', '/data', 'labvol', false],
      ['bind', '/bind', null, true],
      ['volume', '/anon', '35a4d9a6cd76ebfb3f1c564173075b053f38c952ac379b93a94c9be2fcdc9590', false],
      ['tmpfs', '/t', null, false],
    ],
  );
});

test('sizes of 20.10 come in one call', async (t) => {
  const { endpoint, requests } = await startFakeEngine(t, '20.10');
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: true });
  t.deepEqual(problems, []);
  const { containers, images, volumes, buildCache, layersBytes } = present(inventory);
  t.is(layersBytes, 47_843_019);
  const sizes = Object.fromEntries(containers?.map((entry) => [entry.name, entry.engineSizeRwBytes]) ?? []);
  t.is(sizes['web'], 3_145_728);
  t.is(sizes['created'], 0, 'a size of 0 is left out by the engine');
  t.is(volumes?.find(({ name }) => name === 'labvol')?.engineSizeBytes, 4_194_304);
  t.is(volumes?.find(({ name }) => name === 'tmpvol')?.engineSizeBytes, null, 'no engine measures it');
  const layers = images?.find(({ references }) => references.includes('lab/layers:2'));
  t.is(layers?.diffIds.length, 6);
  t.is(layers?.platform, 'linux/amd64');
  t.is(layers?.taggedAt, '2026-11-23T17:01:21.141056722Z');
  t.is(layers?.engineSharedBytes, 31_344_310, 'from /system/df: the list says -1');
  t.is(buildCache?.length, 4);
  t.deepEqual(
    requests.filter((request) => request.includes('/system/df')),
    ['/v1.41/system/df'],
  );
});

test('sizes of 28.5 come in pieces, and the build cache without them too', async (t) => {
  const { endpoint, requests } = await startFakeEngine(t, '28.5');
  const client = createEngineClient(endpoint, NO_PROC);
  const cheap = await client.collect({ sizes: false });
  const pieces = () => requests.filter((request) => request.includes('/system/df'));
  t.deepEqual(pieces(), ['/v1.51/system/df?type=build-cache']);
  t.is(present(cheap.inventory).buildCache?.[0]?.inUse, false);
  t.deepEqual(present(cheap.inventory).buildCache?.[0]?.parents, ['tayjj0929h9vk0hc7mjxawfwh']);
  const { inventory, problems } = await client.collect({ sizes: true });
  t.deepEqual(problems, []);
  t.deepEqual(
    pieces()
      .slice(1)
      .map((request) => request.split('type=')[1]),
    ['build-cache', 'image', 'container', 'volume'],
  );
  t.is(present(inventory).layersBytes, 47_843_019);
});

test('the containerd image store shows in the facts, and its images have digests as names', async (t) => {
  const { endpoint } = await startFakeEngine(t, '28.5-containerd');
  const { inventory } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: true });
  const { facts, images, layersBytes } = present(inventory);
  t.is(facts.imageStore, 'containerd');
  t.is(facts.storageDriver, 'overlayfs');
  t.is(layersBytes, 78_925_653);
  t.true(images?.some(({ references }) => references.some((name) => name.includes('@sha256:'))));
});

test('Podman is recognised and has no image store of Docker', async (t) => {
  const { endpoint } = await startFakeEngine(t, 'podman-5.8');
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: true });
  t.deepEqual(problems, []);
  const { facts, images } = present(inventory);
  t.is(facts.product, 'Podman Engine');
  t.is(facts.imageStore, null);
  t.true(
    images?.every(({ id, parentId }) => id.startsWith('sha256:') && !/^[0-9a-f]{64}$/.test(parentId ?? '')),
  );
});

test('an engine newer than bilge is asked in the newest version that bilge knows', async (t) => {
  const version = {
    ApiVersion: '1.55',
    MinAPIVersion: '1.44',
    Version: '29.7.2',
    Components: [{ Name: 'Engine' }],
  };
  const legacy: { BuildCache: unknown; Containers: unknown } = JSON.parse(await readFixture('28.5', 'df'));
  const usage = {
    'build-cache': { BuildCacheUsage: { TotalCount: 4, Items: legacy.BuildCache } },
    // Zero and empty are left out.
    image: { ImageUsage: {} },
    container: { ContainerUsage: { TotalCount: 5, Items: legacy.Containers } },
    volume: { VolumeUsage: {} },
  };
  const { endpoint, requests } = await startFakeEngine(t, '28.5', {
    '/version': (_, response) => sendJson(response, version),
    '/system/df': (request, response) => {
      const type = Object.entries(usage).find(([name]) => request.url?.includes(`type=${name}&verbose=1`));
      sendJson(response, type?.[1] ?? { message: 'what?' }, type === undefined ? 400 : 200);
    },
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: true });
  t.deepEqual(problems, []);
  t.is(present(inventory).facts.usedApiVersion, '1.52');
  t.is(present(inventory).layersBytes, 0);
  t.is(present(inventory).buildCache?.length, 4);
  const web = present(inventory).containers?.find(({ name }) => name === 'web');
  t.is(web?.engineSizeRwBytes, 3_145_728);
  t.true(requests.slice(1).every((request) => request.startsWith('/v1.52/')));
});

test('what the daemon was told joins the facts', async (t) => {
  const { endpoint, socketPath } = await startFakeEngine(t, '20.10');
  const procRoot = await temporaryDirectory(t);
  await mkdir(join(procRoot, '42'));
  await writeFile(join(procRoot, '42/comm'), 'dockerd\n');
  const words = ['dockerd', `--host=unix://${socketPath}`, '--exec-root=/run/e', '--log-opt=max-file=3'];
  await writeFile(
    join(procRoot, '42/cmdline'),
    [...words, '--config-file=/nonexistent/d.json', ''].join('\0'),
  );
  const { inventory, problems } = await createEngineClient(endpoint, { procRoot }).collect({ sizes: false });
  t.deepEqual(problems, []);
  t.like(present(inventory).facts, {
    daemonPid: 42,
    execRoot: '/run/e',
    loggingOptions: { 'max-file': '3' },
    dataRoot: '/var/lib/docker',
  });
});
