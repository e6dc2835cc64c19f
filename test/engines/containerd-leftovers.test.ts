import test from 'ava';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { offlineReport, onlineReport } from './harness/bilge.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { randomLayers, registryImage } from './harness/registry-image.js';
import { type Registry, startRegistry } from './harness/registry.js';
import { until } from './harness/until.js';
import { imageArchive } from './harness/workload/image-archive.js';
import { busyboxRootfs } from './harness/workload/rootfs.js';
import { buildTar } from './harness/workload/tar.js';
import { assertFound, clockTick, type Planted } from './seeds/planted.js';

const WAIT_MS = 30_000;
const CONTENT = 'io.containerd.content.v1.content';
const SNAPSHOTS = 'io.containerd.snapshotter.v1.overlayfs/snapshots';

let engine: PrivateEngine;
let registry: Registry;
const planted: Planted[] = [];

function at(...names: readonly string[]): string {
  return join(engine.layout.containerdRoot, ...names);
}

function entries(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
}

/** Every object of the store on the disk. */
function objects(): string[] {
  return [`${CONTENT}/blobs/sha256`, `${CONTENT}/ingest`, SNAPSHOTS].flatMap((path) => entries(at(path)));
}

async function objectsMadeBy(action: () => Promise<unknown>): Promise<string[]> {
  const before = new Set(objects());
  await action();
  return objects().filter((path) => !before.has(path));
}

/** One layer of the pull is unpacked, and the other one stands still. */
function isHalfPulled(): boolean {
  return entries(at(CONTENT, 'ingest')).length === 1 && entries(at(SNAPSHOTS)).length > 3;
}

async function leaseIds(): Promise<string[]> {
  const address = ['--address', engine.layout.containerdSocket, '--namespace', 'moby'];
  const listed = await engine.inside('ctr', [...address, 'leases', 'list', '--quiet']);
  return listed.toString().split('\n').filter(Boolean);
}

test.before(async () => {
  engine = await startPrivateEngine({ release: '28', imageStore: 'containerd' });
  const image = {
    tags: ['base/busybox:1'],
    layers: [await buildTar(await busyboxRootfs())],
    command: ['sh'],
  };
  const archive = join(engine.layout.work, 'base.tar');
  writeFileSync(archive, await imageArchive([image]));
  await engine.docker(['load', '--input', archive]);
  await engine.docker(['create', '--network=none', '--name', 'kept', 'base/busybox:1', 'sleep', '1000']);
});

test.after.always(async () => {
  await engine?.cleanup();
  await registry?.close();
});

test.serial('an engine that was just set up has no leftovers', async (t) => {
  await assertFound(t, await onlineReport(engine), []);
});

test.serial(
  'while a pull is under way nothing of it is a leftover; broken off it is its lease’s',
  async (t) => {
    const layers = await randomLayers('containerd leftovers', 2, 3_000_000);
    const shop = registryImage({ architecture: 'amd64', layers });
    const digest = shop.layers[0]?.[1]?.digest ?? '';
    registry = await startRegistry({ 'shop/app:1': shop }, { hang: { digest, afterBytes: 2_500_000 } });
    const leases = new Set(await leaseIds());
    const made = await objectsMadeBy(async () => {
      const pull = t.throwsAsync(engine.docker(['pull', '--quiet', `${registry.address}/shop/app:1`]));
      await registry.hung;
      await until('the first layer to be unpacked', isHalfPulled, WAIT_MS);
      await assertFound(t, await onlineReport(engine), []);
      await engine.kill();
      await pull;
    });
    t.true(made.length >= 3);
    await clockTick();
    await engine.start();
    const lease = (await leaseIds()).find((id) => !leases.has(id)) ?? '';
    planted.push({ kind: 'stale-lease', path: null, key: lease, places: made });
    await assertFound(t, await onlineReport(engine), planted);
    registry.resume();
  },
);

test.serial('what no database has, and what belongs to a container that is lost, is found', async (t) => {
  const lost = await engine.docker(['create', '--network=none', 'base/busybox:1', 'sleep', '1000']);
  const snapshots = (
    await objectsMadeBy(async () => {
      await engine.docker(['rm', lost]);
    })
  ).length;
  t.is(snapshots, 0);
  let id = '';
  const made = await objectsMadeBy(async () => {
    id = await engine.docker(['create', '--network=none', 'base/busybox:1', 'sleep', '1000']);
  });
  t.is(made.length, 2);
  await engine.kill();
  rmSync(join(engine.layout.dataRoot, 'containers', id), { recursive: true });
  planted.push({ kind: 'stale-lease', path: null, key: id, places: made });

  const blob = at(CONTENT, 'blobs', 'sha256', 'ab'.repeat(32));
  writeFileSync(blob, Buffer.alloc(70_000, 1));
  const snapshot = at(SNAPSHOTS, '99999');
  mkdirSync(join(snapshot, 'fs'), { recursive: true });
  writeFileSync(join(snapshot, 'fs', 'file'), Buffer.alloc(50_000, 1));
  const ingest = at(CONTENT, 'ingest', 'cd'.repeat(32));
  mkdirSync(ingest);
  writeFileSync(join(ingest, 'data'), Buffer.alloc(30_000, 1));
  writeFileSync(join(ingest, 'ref'), 'moby/1/layer-sha256:lost');
  const unrecorded: Planted[] = [
    { kind: 'unreferenced-blob', path: blob, places: [blob] },
    { kind: 'orphaned-snapshot', path: snapshot, places: [snapshot] },
    { kind: 'stale-ingest', path: ingest, places: [ingest] },
  ];
  await assertFound(t, await offlineReport(engine), [...planted, ...unrecorded]);
});
