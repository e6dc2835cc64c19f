import test from 'ava';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema } from '../../src/report/schema/report.js';
import type { Report } from '../../src/report/types.js';
import { bilge } from './harness/bilge.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { randomLayers, registryImage } from './harness/registry-image.js';
import { type Registry, startRegistry } from './harness/registry.js';
import { mustRun, run } from './harness/run.js';
import { until } from './harness/until.js';
import { imageArchive } from './harness/workload/image-archive.js';
import { busyboxRootfs } from './harness/workload/rootfs.js';
import { seededBytes } from './harness/workload/seeded-bytes.js';
import { buildTar } from './harness/workload/tar.js';
import { assertFound, clockTick, type Planted } from './seeds/planted.js';
import { stallUpload } from './seeds/stalled-upload.js';

const DRIVER = 'overlay2';
const WAIT_MS = 30_000;

let engine: PrivateEngine;
let registry: Registry;
const planted: Planted[] = [];

function at(...names: readonly string[]): string {
  return join(engine.layout.dataRoot, ...names);
}

function layerdb(...names: readonly string[]): string {
  return at('image', DRIVER, 'layerdb', ...names);
}

function list(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** What bilge says, also where it says that something could not be read: a damaged file is no reason to stop. */
async function look(...source: readonly string[]): Promise<Report> {
  const { stdout } = await bilge(['report', '--format', 'json', ...source]);
  return reportSchema.parse(JSON.parse(stdout));
}

/** Of this engine alone, whatever else the machine has. */
function onlineReport({ host, layout }: PrivateEngine): Promise<Report> {
  return look('-H', host, '--data-root', layout.dataRoot);
}

function offlineReport({ layout }: PrivateEngine): Promise<Report> {
  return look('--offline', '--data-root', layout.dataRoot);
}

/** What the engine removes when it starts, and what its containerd collects. */
function passing(): Planted[] {
  const blobs = at('containerd', 'daemon', 'io.containerd.content.v1.content', 'blobs', 'sha256');
  const temporary = list(at('tmp')).filter((name) => /^(GetImageBlob|docker-import-)/.test(name));
  return [
    ...temporary.map((name): Planted => {
      return { kind: 'temporary-download', path: at('tmp', name), places: [at('tmp', name)] };
    }),
    // A pull of a graph-driver engine keeps the manifest in containerd until it is over.
    ...list(blobs).map((name): Planted => {
      return { kind: 'unreferenced-blob', path: join(blobs, name), places: [join(blobs, name)] };
    }),
  ];
}

function text(path: string): string {
  return readFileSync(path, 'utf8').trim();
}

function size(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** A layer directory with its short link. */
function directoryPlaces(cacheId: string): string[] {
  return [at(DRIVER, cacheId), at(DRIVER, 'l', text(at(DRIVER, cacheId, 'link')))];
}

/** Hex of the only layer that `action` adds to the layer database. */
async function layerMadeBy(action: () => Promise<unknown>): Promise<string> {
  const before = new Set(list(layerdb('sha256')));
  await action();
  const made = list(layerdb('sha256')).filter((name) => !before.has(name));
  if (made.length !== 1) throw new Error(`${made.length} layers were made`);
  return made[0] ?? '';
}

async function importImage(tag: string): Promise<void> {
  const path = join(engine.layout.work, 'import.tar');
  const content = seededBytes('leftovers', tag, 300_000);
  writeFileSync(path, await buildTar([{ path: 'data', content }]));
  await engine.docker(['import', path, tag]);
}

async function createContainer(name: string): Promise<string> {
  return engine.docker(['create', '--network=none', '--name', name, 'base/busybox:1', 'sleep', '1000']);
}

test.before(async () => {
  engine = await startPrivateEngine();
  const image = {
    tags: ['base/busybox:1'],
    layers: [await buildTar(await busyboxRootfs())],
    command: ['sh'],
  };
  const archive = join(engine.layout.work, 'base.tar');
  writeFileSync(archive, await imageArchive([image]));
  await engine.docker(['load', '--input', archive]);
  for (const name of ['kept', 'damaged', 'lost']) await createContainer(name);
  for (const name of ['kept', 'gone']) await engine.docker(['volume', 'create', name]);
});

test.after.always(async () => {
  await engine?.cleanup();
  await registry?.close();
});

test.serial('an engine that was just set up has no leftovers', async (t) => {
  await assertFound(t, await onlineReport(engine), []);
});

test.serial('a removal that fails half-way leaves a layer behind', async (t) => {
  const hex = await layerMadeBy(() => importImage('half:1'));
  const cacheId = text(layerdb('sha256', hex, 'cache-id'));
  const file = at(DRIVER, cacheId, 'diff', 'data');
  await mustRun('chattr', ['+i', file]);
  try {
    await t.throwsAsync(engine.docker(['rmi', 'half:1']));
  } finally {
    await mustRun('chattr', ['-i', file]);
  }
  const marker = list(layerdb('sha256')).find((name) => name.endsWith('-removing'));
  t.truthy(marker);
  // What is left of the directory: the engine removes the short link first.
  planted.push({
    kind: 'half-removed-layer',
    path: at(DRIVER, cacheId),
    places: [at(DRIVER, cacheId), layerdb('sha256', marker ?? '')],
  });
});

test.serial('a pull, an import and a load are broken off when the engine is killed', async (t) => {
  const layers = await randomLayers('leftovers', 2, 400_000);
  const shop = registryImage({ architecture: 'amd64', layers });
  const digest = shop.layers[0]?.[1]?.digest ?? '';
  registry = await startRegistry({ 'shop/app:1': shop }, { hang: { digest, afterBytes: 100_000 } });
  const before = new Set(list(layerdb('sha256')));
  const directories = new Set(list(at(DRIVER)));
  const pull = t.throwsAsync(engine.docker(['pull', '--quiet', `${registry.address}/shop/app:1`]));
  await registry.hung;
  const registered = (): string[] => list(layerdb('sha256')).filter((name) => !before.has(name));
  await until('the first layer to be registered', () => registered().length === 1, WAIT_MS);
  const layer = registered()[0] ?? '';
  const pulled = text(layerdb('sha256', layer, 'cache-id'));

  const archive = await buildTar([{ path: 'big', content: seededBytes('leftovers', 'import', 800_000) }]);
  const part = archive.subarray(0, 500_000);
  const uploads = [
    stallUpload(engine.layout.socket, '/images/create?fromSrc=-&repo=stalled', part),
    stallUpload(engine.layout.socket, '/images/load', part),
  ];
  const made = (): string[] =>
    list(at(DRIVER)).filter((name) => name !== 'l' && name !== pulled && !directories.has(name));
  await until(
    'the import to unpack what it got',
    () => made().length === 1 && size(at(DRIVER, made()[0] ?? '', 'diff', 'big')) > 400_000,
    WAIT_MS,
  );
  const temporary = (): string[] =>
    list(at('tmp')).filter((name) => /^(GetImageBlob|docker-import-)/.test(name));
  await until('both downloads to be there', () => temporary().length === 2, WAIT_MS);
  await engine.kill();
  await pull;
  for (const upload of uploads) upload.abandon();

  const [directory = ''] = made();
  planted.push(
    { kind: 'orphaned-layer-directory', path: at(DRIVER, directory), places: directoryPlaces(directory) },
    {
      kind: 'unreferenced-layer',
      path: at(DRIVER, pulled),
      places: [...directoryPlaces(pulled), layerdb('sha256', layer)],
    },
    ...list(layerdb('tmp')).map((name): Planted => {
      const path = layerdb('tmp', name);
      return { kind: 'aborted-layerdb-transaction', path, places: [path] };
    }),
  );
  t.is(list(layerdb('tmp')).length, 1);
  t.is(passing().length, 3);
  await assertFound(t, await offlineReport(engine), [...planted, ...passing()]);
});

test.serial('records and directories are lost while the engine is down', async (t) => {
  const containers = new Map(
    list(at('containers')).map((id) => {
      const config: unknown = JSON.parse(text(at('containers', id, 'config.v2.json')));
      const { Name } = config as { Name: string };
      return [Name.slice(1), id];
    }),
  );
  const damaged = containers.get('damaged') ?? '';
  writeFileSync(at('containers', damaged, 'config.v2.json'), '{"ID":');
  planted.push({
    kind: 'orphaned-container-directory',
    path: at('containers', damaged),
    places: [at('containers', damaged)],
  });

  const lost = containers.get('lost') ?? '';
  rmSync(at('containers', lost), { recursive: true });
  for (const id of [lost, damaged]) {
    const mount = layerdb('mounts', id);
    const [own, init] = ['mount-id', 'init-id'].map((name) => text(join(mount, name)));
    const places = [...directoryPlaces(own ?? ''), ...directoryPlaces(init ?? ''), mount];
    planted.push({ kind: 'orphaned-writable-layer', path: at(DRIVER, own ?? ''), places });
  }

  mkdirSync(at('volumes', 'ghost', '_data'), { recursive: true });
  writeFileSync(at('volumes', 'ghost', '_data', 'file'), Buffer.alloc(100_000, 1));
  planted.push({
    kind: 'orphaned-volume-directory',
    path: at('volumes', 'ghost'),
    places: [at('volumes', 'ghost')],
  });
  rmSync(at('volumes', 'gone'), { recursive: true });
  planted.push({ kind: 'missing-volume-directory', path: at('volumes', 'gone'), places: [] });

  const interrupted = at('image', DRIVER, 'imagedb', 'content', 'sha256', '.tmp-bilge123');
  writeFileSync(interrupted, '{"architecture":');
  planted.push({ kind: 'interrupted-write', path: interrupted, places: [interrupted] });

  await assertFound(t, await offlineReport(engine), [...planted, ...passing()]);
});

test.serial(
  'they are found beside the engine that was started again, as nothing of it can be that old',
  async (t) => {
    await clockTick();
    await engine.start();
    // What the engine mends itself when it starts: volumes are those of its directories.
    const mended = ['orphaned-volume-directory', 'missing-volume-directory'];
    const left = planted.filter(({ kind }) => !mended.includes(kind));
    await assertFound(t, await onlineReport(engine), [...left, ...passing()]);
  },
);

test.serial('a log that was deleted while its container runs still takes its bytes', async (t) => {
  const id = await engine.docker([
    'run',
    '--detach',
    '--network=none',
    'base/busybox:1',
    'sh',
    '-c',
    'dd if=/dev/zero bs=1000 count=300 2>/dev/null | tr "\\0" "x" | fold -w 100; sleep 1000',
  ]);
  const log = at('containers', id, `${id}-json.log`);
  await until('the log to be written', () => lstatSync(log).size > 300_000, WAIT_MS);
  const { blocks } = lstatSync(log);
  rmSync(log);
  const found = (await onlineReport(engine)).leftovers.find(({ kind }) => kind === 'deleted-open-file');
  t.true(found?.path.startsWith(log));
  t.is(found?.allocatedBytes, blocks * 512);
  await engine.docker(['rm', '--force', id]);
});

test.serial('the mount of a container that died with its engine is found', async (t) => {
  const id = await engine.docker(['run', '--detach', '--network=none', 'base/busybox:1', 'sleep', '1000']);
  const pid = Number(await engine.docker(['inspect', '--format={{.State.Pid}}', id]));
  const merged = await engine.docker(['inspect', '--format={{.GraphDriver.Data.MergedDir}}', id]);
  await engine.kill();
  process.kill(pid, 'SIGKILL');
  await until('the container to end', () => !existsSync(`/proc/${pid}/ns/pid`), WAIT_MS);
  const { leftovers } = await offlineReport(engine);
  const dead = leftovers.filter(({ kind }) => kind === 'dead-mount');
  t.deepEqual(
    dead.map(({ path }) => path),
    [merged],
  );
  await run('umount', [merged]);
});
