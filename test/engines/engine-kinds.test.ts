import test, { type ExecutionContext } from 'ava';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineOptions } from './harness/engine-options.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { findTraces, NO_TRACES, traceNames } from './harness/traces.js';
import { buildWorkload } from './harness/workload.js';

interface Kind {
  readonly title: string;
  readonly options: EngineOptions;
  /** Driver or snapshotter, as the engine tells it. */
  readonly driver: string;
  /** Something that only this kind has, relative to the engine's directory. */
  readonly has: string;
}

const KINDS: readonly Kind[] = [
  {
    title: '20.10 with overlay',
    options: { storageDriver: 'overlay' },
    driver: 'overlay',
    has: 'root/image/overlay/layerdb',
  },
  { title: '20.10 with vfs', options: { storageDriver: 'vfs' }, driver: 'vfs', has: 'root/vfs/dir' },
  {
    title: '20.10 with fuse-overlayfs',
    options: { storageDriver: 'fuse-overlayfs' },
    driver: 'fuse-overlayfs',
    has: 'root/fuse-overlayfs/l',
  },
  {
    title: '20.10 with btrfs',
    options: { storageDriver: 'btrfs' },
    driver: 'btrfs',
    has: 'root/btrfs/subvolumes',
  },
  {
    title: '28 with graph drivers and remapped users',
    options: { release: '28', daemonConfiguration: { 'userns-remap': 'default' } },
    driver: 'overlay2',
    has: 'root/100000.100000/overlay2/l',
  },
  {
    title: '28 with the containerd store',
    options: { release: '28', imageStore: 'containerd' },
    driver: 'overlayfs',
    has: 'root/containerd/daemon/io.containerd.metadata.v1.bolt/meta.db',
  },
  {
    title: '28 with the containerd store in a containerd beside it',
    options: { release: '28', imageStore: 'containerd', containerd: 'separate' },
    driver: 'overlayfs',
    has: 'ctrd/root/io.containerd.metadata.v1.bolt/meta.db',
  },
];

const lines = async (engine: PrivateEngine, ...args: readonly string[]): Promise<string[]> =>
  (await engine.docker(args)).split('\n').filter(Boolean).sort();

async function withEngine(
  options: EngineOptions,
  use: (engine: PrivateEngine) => Promise<void>,
): Promise<void> {
  const engine = await startPrivateEngine(options);
  try {
    await use(engine);
  } finally {
    await engine.cleanup();
  }
}

async function holdsWorkload(t: ExecutionContext, engine: PrivateEngine): Promise<void> {
  const workload = await buildWorkload(engine, { scale: 0.05, longLogLines: 50 });
  const states = workload.containers.map(({ id, name, state }) => `${id} ${name} ${state}`);
  const format = '--format={{.ID}} {{.Names}} {{.State}}';
  t.deepEqual(await lines(engine, 'ps', '--all', '--no-trunc', format), states.sort());
  const images = await lines(engine, 'images', '--all', '--no-trunc', '--quiet');
  t.deepEqual(
    workload.images.map(({ id }) => id).filter((id) => !images.includes(id)),
    [],
  );
  t.deepEqual(
    await lines(engine, 'volume', 'ls', '--quiet'),
    workload.volumes.map(({ name }) => name).sort(),
  );
  const { body } = await engine.api('/system/df');
  t.regex(JSON.stringify(body), /"Type":"exec\.cachemount"/);
}

for (const { title, options, driver, has } of KINDS) {
  test.serial(`${title}: it holds the workload, survives a crash, and leaves nothing behind`, async (t) => {
    await withEngine(options, async (engine) => {
      const { layout } = engine;
      t.true(engine.version.startsWith(options.release ?? '20.10'));
      t.is(await engine.docker(['info', '--format={{.Driver}}']), driver);
      await holdsWorkload(t, engine);
      t.true(existsSync(join(layout.directory, has)));
      await engine.kill();
      t.is(engine.pid(), undefined);
      await engine.start();
      await engine.stop();
      await engine.start();
      await engine.docker(['start', 'shop-web-1', 'shop-worker-1']);
      await engine.docker(['pause', 'shop-worker-1']);
      const names = traceNames(layout);
      const before = await findTraces(layout, names);
      t.true(before.processes.length >= 4 && before.mounts.length > 0 && before.cgroups.length > 0);
      t.is(before.bridges.length, 2);
      await engine.kill();
      await engine.cleanup();
      t.deepEqual(await findTraces(layout, names), NO_TRACES);
    });
  });
}
