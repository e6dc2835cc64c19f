import test, { type ExecutionContext } from 'ava';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Category } from '../../src/model/category.js';
import type { Report } from '../../src/report/types.js';
import { onlineReport } from './harness/bilge.js';
import { collectGarbage } from './harness/ctr.js';
import { duAllocated } from './harness/disk-usage.js';
import { ownPart } from './harness/own-report.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { quiesce } from './harness/quiesce.js';
import { randomLayers, registryImage } from './harness/registry-image.js';
import { startRegistry } from './harness/registry.js';
import { buildWorkload } from './harness/workload.js';

/**
 * What bilge calls reclaimable in containerd's store against what du(1) sees go when the engine removes it: snapshots,
 * blobs, containers and volumes to the byte. Databases are left out: bbolt files keep the pages they free.
 */
let engine: PrivateEngine;

/** Two images that share a layer, one of them an index with a platform that is not here. */
async function pullImages(): Promise<void> {
  const shared = await randomLayers('pulled', 1, 300_000);
  const both = registryImage(
    { architecture: 'amd64', layers: [...shared, ...(await randomLayers('pulled amd64', 2, 200_000))] },
    { architecture: 'arm64', layers: await randomLayers('pulled arm64', 1, 150_000) },
  );
  const single = registryImage({
    architecture: 'amd64',
    layers: [...shared, ...(await randomLayers('pulled single', 1, 100_000))],
  });
  const registry = await startRegistry({ 'pulled/both:1': both, 'pulled/single:1': single });
  try {
    for (const name of ['both', 'single']) {
      const reference = `${registry.address}/pulled/${name}:1`;
      await engine.docker(['pull', '--quiet', reference]);
      await engine.docker(['tag', reference, `pulled/${name}:1`]);
      await engine.docker(['rmi', reference]);
    }
  } finally {
    await registry.close();
  }
}

test.beforeEach(async () => {
  engine = await startPrivateEngine({ release: '28', imageStore: 'containerd' });
  await buildWorkload(engine, { scale: 0.05, longLogLines: 50 });
  await pullImages();
  await collectGarbage(engine);
  await quiesce(engine);
});

test.afterEach.always(async () => {
  await engine?.cleanup();
});

const look = async (): Promise<Report> => ownPart(engine, await onlineReport(engine));

function reclaimable(report: Report, ...categories: readonly Category[]): number {
  const all = report.roots.flatMap((root) => root.categories);
  const wanted = all.filter(({ category }) => categories.includes(category));
  return wanted.reduce((sum, { reclaimableBytes }) => sum + (reclaimableBytes ?? Number.NaN), 0);
}

/** Entries of directories that hold one for each object: the directory itself may grow and not shrink. */
async function entries(...directories: readonly string[]): Promise<number> {
  const paths = directories.flatMap((directory) =>
    readdirSync(directory, { withFileTypes: true })
      .filter((entry) => !entry.name.endsWith('.db'))
      .map(({ name }) => join(directory, name)),
  );
  return duAllocated(...paths);
}

const inContainerd = (...names: readonly string[]): string => join(engine.layout.containerdRoot, ...names);
const snapshots = (): Promise<number> =>
  entries(inContainerd('io.containerd.snapshotter.v1.overlayfs/snapshots'));
const blobs = (): Promise<number> => entries(inContainerd('io.containerd.content.v1.content/blobs/sha256'));
const containers = (): Promise<number> => entries(join(engine.layout.dataRoot, 'containers'));
const volumes = (): Promise<number> => entries(join(engine.layout.dataRoot, 'volumes'));

interface Measured {
  readonly snapshots: number;
  readonly blobs: number;
  readonly containers: number;
  readonly volumes: number;
}

async function measure(): Promise<Measured> {
  return {
    snapshots: await snapshots(),
    blobs: await blobs(),
    containers: await containers(),
    volumes: await volumes(),
  };
}

/** What goes when a command of the engine has done its work, and containerd has collected what it left. */
async function freedBy(...command: readonly string[]): Promise<Measured> {
  const before = await measure();
  await engine.docker(command);
  await collectGarbage(engine);
  const after = await measure();
  return {
    snapshots: before.snapshots - after.snapshots,
    blobs: before.blobs - after.blobs,
    containers: before.containers - after.containers,
    volumes: before.volumes - after.volumes,
  };
}

function assertPositive(t: ExecutionContext, ...figures: readonly number[]): void {
  for (const figure of figures) t.true(figure > 0);
}

test.serial(
  'removing every unused image frees exactly the snapshots and blobs that were reclaimable',
  async (t) => {
    // The container keeps the image it was created from, and its name keeps the one that has it now.
    await engine.docker(['create', '--network=none', 'pulled/single:1', 'sh']);
    await engine.docker(['tag', 'pulled/both:1', 'pulled/single:1']);
    const report = await look();
    const freed = await freedBy('image', 'prune', '--all', '--force');
    assertPositive(t, freed.snapshots, freed.blobs);
    t.is(freed.snapshots, reclaimable(report, 'image-layers'));
    t.is(freed.blobs, reclaimable(report, 'image-content'));
  },
);

test.serial('removing one image after the other frees exactly what each promises', async (t) => {
  const names = [
    'pulled/single:1',
    'pulled/both:1',
    'shop/web:1.4',
    'shop/api:2.0',
    'analytics/etl:1',
    'analytics/etl:2',
    // Others stand on it: it only loses its name.
    'shop/runtime:18',
    // Nothing stands on it any more.
    'analytics/notebook:latest',
    'analytics/base:2024',
  ];
  for (const name of names) {
    const image = (await look()).images.find(({ references }) => references.includes(name));
    // A container uses it: the engine refuses, and nothing was promised.
    if (image?.containers.length !== 0) {
      t.is(image?.reclaimableBytes, 0, name);
      continue;
    }
    const freed = await freedBy('rmi', name);
    t.is(freed.snapshots + freed.blobs, image.reclaimableBytes ?? Number.NaN, name);
  }
});

test.serial('emptying the build cache frees exactly what was reclaimable of it', async (t) => {
  const report = await look();
  const freed = await freedBy('builder', 'prune', '--all', '--force');
  assertPositive(t, freed.snapshots);
  t.is(freed.snapshots + freed.blobs, reclaimable(report, 'build-cache'));
});

test.serial(
  'removing stopped containers and unused volumes frees exactly what was reclaimable',
  async (t) => {
    const report = await look();
    const freed = await freedBy('container', 'prune', '--force');
    assertPositive(t, freed.snapshots, freed.containers);
    t.is(freed.snapshots, reclaimable(report, 'writable-layers'));
    t.is(freed.containers, reclaimable(report, 'container-logs', 'container-metadata'));
    t.is(freed.blobs, 0);
    const unused = await look();
    const gone = await freedBy('volume', 'prune', '--all', '--force');
    assertPositive(t, gone.volumes);
    t.is(gone.volumes, reclaimable(unused, 'volumes'));
  },
);

test.serial(
  'removing everything unused at once frees exactly what the root promises for all together',
  async (t) => {
    const report = await look();
    // What a stopped container keeps goes last: an image or a volume that it alone used is in no promise.
    const commands = [
      ['image', 'prune', '--all', '--force'],
      ['builder', 'prune', '--all', '--force'],
      ['volume', 'prune', '--all', '--force'],
      ['container', 'prune', '--force'],
    ];
    let total = 0;
    for (const command of commands) {
      const freed = await freedBy(...command);
      total += freed.snapshots + freed.blobs + freed.containers + freed.volumes;
    }
    t.is(
      total,
      report.roots.reduce((sum, root) => sum + (root.reclaimableBytes ?? Number.NaN), 0),
    );
    t.deepEqual((await look()).leftovers, []);
  },
);
