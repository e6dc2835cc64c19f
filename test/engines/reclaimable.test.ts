import test from 'ava';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Category } from '../../src/model/category.js';
import type { Report } from '../../src/report/types.js';
import { onlineReport } from './harness/bilge.js';
import { duAllocated } from './harness/disk-usage.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { ownPart } from './harness/own-report.js';
import { quiesce } from './harness/quiesce.js';
import { buildWorkload } from './harness/workload.js';

/**
 * What bilge calls reclaimable against what du(1) sees go when the engine removes it. Only engines that this file
 * started are touched.
 */
let engine: PrivateEngine;

test.beforeEach(async () => {
  engine = await startPrivateEngine();
  await buildWorkload(engine);
  await quiesce(engine);
});

test.afterEach.always(async () => {
  await engine?.cleanup();
});

function reclaimable(report: Report, ...categories: readonly Category[]): number {
  const all = report.roots[0]?.categories ?? [];
  const wanted = all.filter(({ category }) => categories.includes(category));
  return wanted.reduce((sum, { reclaimableBytes }) => sum + (reclaimableBytes ?? NaN), 0);
}

const layers = (): Promise<number> => duAllocated(join(engine.layout.dataRoot, 'overlay2'));

test.serial('removing every unused image frees exactly the layer bytes that were reclaimable', async (t) => {
  const report = ownPart(engine, await onlineReport(engine));
  const before = await layers();
  await engine.docker(['image', 'prune', '--all', '--force']);
  const links = linkBytes(
    report,
    (layer) => layer.references > 0 && layer.containers.length === 0 && !layer.buildCache,
  );
  t.is(before - (await layers()), reclaimable(report, 'image-layers') + links);
});

test.serial('emptying the build cache frees exactly what was reclaimable of it', async (t) => {
  const report = ownPart(engine, await onlineReport(engine));
  const before = await layers();
  await engine.docker(['builder', 'prune', '--all', '--force']);
  t.is(before - (await layers()), reclaimable(report, 'build-cache'));
});

test.serial(
  'removing the stopped containers frees exactly their bytes, and the volumes without users theirs',
  async (t) => {
    const report = ownPart(engine, await onlineReport(engine));
    const { dataRoot } = engine.layout;
    const places = [
      join(dataRoot, 'overlay2'),
      join(dataRoot, 'containers'),
      join(dataRoot, 'image/overlay2/layerdb/mounts'),
    ];
    const before = await duAllocated(...places);
    await engine.docker(['container', 'prune', '--force']);
    const freed = before - (await duAllocated(...places));
    t.is(freed, reclaimable(report, 'writable-layers', 'container-logs', 'container-metadata'));

    const unused = ownPart(engine, await onlineReport(engine));
    const volumesBefore = await volumeBytes();
    await engine.docker(['volume', 'prune', '--force']);
    t.is(volumesBefore - (await volumeBytes()), reclaimable(unused, 'volumes'));
  },
);

/** The directories of volumes alone: the engine's own metadata.db beside them grows when it records a removal. */
function volumeBytes(): Promise<number> {
  const volumes = join(engine.layout.dataRoot, 'volumes');
  const directories = readdirSync(volumes, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return duAllocated(...directories.map((entry) => join(volumes, entry.name)));
}

/** Short links of layers lie in the same directory but are counted as image metadata: one block each on ext4. */
function linkBytes(report: Report, goes: (layer: Report['layers'][number]) => boolean): number {
  return report.layers.filter(goes).length * 4096;
}
