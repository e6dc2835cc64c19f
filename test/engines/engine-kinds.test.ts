import test, { type ExecutionContext } from 'ava';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/report/types.js';
import { assertAddsUp, assertObjectsMeasured } from './harness/assert-measured.js';
import { offlineReport, onlineReport } from './harness/bilge.js';
import type { EngineOptions } from './harness/engine-options.js';
import { engineRoots } from './harness/layout.js';
import { categoryFigures, objects, ownPart } from './harness/own-report.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { quiesce } from './harness/quiesce.js';
import { buildSmallWorkload, SMALL_CONTAINERS } from './harness/small-workload.js';
import { findTraces, NO_TRACES, traceNames } from './harness/traces.js';

/** A kind of engine. 20.10 with overlay2 is tested with the large workload, in accounting.test.ts. */
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
    title: '28 with graph drivers',
    options: { release: '28' },
    driver: 'overlay2',
    has: 'root/overlay2/l',
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

/** The roots of an engine: one for remapped users lies below the configured one. */
async function rootsOf(engine: PrivateEngine): Promise<readonly string[]> {
  const [, ...beside] = engineRoots(engine.layout);
  return [await engine.docker(['info', '--format={{.DockerRootDir}}']), ...beside];
}

/** Looks at an idle engine: all of its roots are there, they add up, and nothing is left over. */
async function lookedAt(
  t: ExecutionContext,
  engine: PrivateEngine,
  roots: readonly string[],
  look: (engine: PrivateEngine) => Promise<Report>,
): Promise<Report> {
  const report = ownPart(engine, await look(engine));
  t.deepEqual(report.roots.map(({ path }) => path).sort(), roots.toSorted());
  await assertAddsUp(t, report);
  t.deepEqual(report.leftovers, []);
  return report;
}

/** The workload is there, as the engine tells it. */
async function assertHoldsWorkload(
  t: ExecutionContext,
  engine: PrivateEngine,
  report: Report,
): Promise<void> {
  const told = await engine.docker(['ps', '--all', '--no-trunc', '--format={{.ID}} {{.Names}}']);
  t.deepEqual(report.containers.map(({ id, name }) => `${id} ${name}`).sort(), told.split('\n').sort());
  t.deepEqual(report.containers.map(({ name }) => name).sort(), Object.keys(SMALL_CONTAINERS).sort());
  const images = await engine.docker(['images', '--all', '--no-trunc', '--quiet']);
  t.deepEqual(report.images.map(({ id }) => id).sort(), [...new Set(images.split('\n'))].sort());
  const volumes = await engine.docker(['volume', 'ls', '--quiet']);
  t.deepEqual(report.volumes.map(({ name }) => name).sort(), volumes.split('\n').sort());
  t.true(
    report.buildCache.some(
      ({ type, allocatedBytes }) => type === 'exec.cachemount' && (allocatedBytes ?? 0) > 0,
    ),
  );
  for (const category of ['image-layers', 'writable-layers', 'build-cache', 'volumes'] as const) {
    const bytes = report.roots.flatMap(({ categories }) =>
      categories.filter((one) => one.category === category),
    );
    t.true(
      bytes.some(({ allocatedBytes }) => (allocatedBytes ?? 0) > 0),
      category,
    );
  }
}

for (const { title, options, driver, has } of KINDS) {
  let engine: PrivateEngine;
  let roots: readonly string[];
  let online: Report;

  test.serial(`${title}, freshly installed: it adds up, and has no leftovers`, async (t) => {
    engine = await startPrivateEngine(options);
    t.true(engine.version.startsWith(options.release ?? '20.10'));
    t.is(await engine.docker(['info', '--format={{.Driver}}']), driver);
    roots = await rootsOf(engine);
    await quiesce(engine);
    await lookedAt(t, engine, roots, onlineReport);
  });

  test.serial(`${title}, idle: it adds up against du, and so does each object; no leftovers`, async (t) => {
    await buildSmallWorkload(engine);
    await quiesce(engine);
    t.true(existsSync(join(engine.layout.directory, has)));
    online = await lookedAt(t, engine, roots, onlineReport);
    await assertHoldsWorkload(t, engine, online);
    await assertObjectsMeasured(t, online);
  });

  test.serial(`${title}: offline it is the same object by object, before and after a crash`, async (t) => {
    const offline = await lookedAt(t, engine, roots, offlineReport);
    t.deepEqual(objects(offline), objects(online));
    await engine.kill();
    t.is(engine.pid(), undefined);
    const crashed = await lookedAt(t, engine, roots, offlineReport);
    t.deepEqual(objects(crashed), objects(online));
    t.deepEqual(categoryFigures(crashed.roots), categoryFigures(offline.roots));
  });

  test.serial(`${title}: it comes back, and goes without a trace`, async (t) => {
    const { layout } = engine;
    await engine.start();
    await engine.stop();
    await engine.start();
    await engine.docker(['start', 'web']);
    await engine.docker(['pause', 'web']);
    const names = traceNames(layout);
    const before = await findTraces(layout, names);
    t.true(before.processes.length >= 3 && before.mounts.length > 0 && before.cgroups.length > 0);
    t.is(before.bridges.length, 1);
    await engine.kill();
    await engine.cleanup();
    t.deepEqual(await findTraces(layout, names), NO_TRACES);
  });

  test.after.always(async () => {
    await engine?.cleanup();
  });
}
