import test, { type ExecutionContext } from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report, RootReport } from '../../src/report/types.js';
import { bilge, offlineReport, onlineReport } from './harness/bilge.js';
import { duAllocated, duInodes, findApparent } from './harness/disk-usage.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { quiesce } from './harness/quiesce.js';
import { buildWorkload } from './harness/workload.js';

let engine: PrivateEngine;
let online: Report;

test.before(async () => {
  engine = await startPrivateEngine();
  await buildWorkload(engine);
  await quiesce(engine);
  online = await onlineReport(engine);
});

test.after.always(async () => {
  await engine?.cleanup();
});

function onlyRoot(report: Report): RootReport {
  const [root] = report.roots;
  if (root === undefined || report.roots.length > 1) throw new Error(`${report.roots.length} roots reported`);
  return root;
}

/** The root adds up, against du and within itself. */
async function assertAddsUp(t: ExecutionContext, report: Report): Promise<void> {
  const root = onlyRoot(report);
  const { dataRoot } = engine.layout;
  t.is(root.allocatedBytes, await duAllocated(dataRoot));
  t.is(root.inodes, await duInodes(dataRoot));
  t.is(root.apparentBytes ?? -1, await findApparent(dataRoot));
  const accounted = root.categories.reduce((sum, category) => sum + (category.allocatedBytes ?? NaN), 0);
  t.is(accounted + (root.unaccountedBytes ?? NaN), root.allocatedBytes ?? -1);
  t.is(root.unaccountedBytes, 0);
  t.deepEqual(root.unaccounted, []);
  t.true(report.complete);
}

/** Everything the report says that does not depend on whether an engine was asked or runs. */
function objects(report: Report) {
  return {
    images: report.images.map((image) => ({ ...image, engineSizeBytes: null })),
    layers: report.layers,
    containers: report.containers.map((container) => ({
      id: container.id,
      name: container.name,
      writableLayerBytes: container.writableLayerBytes,
      writableLayerApparentBytes: container.writableLayerApparentBytes,
      initLayerBytes: container.initLayerBytes,
      logBytes: container.logBytes,
      logFiles: container.logFiles,
      mounts: container.mounts,
    })),
    volumes: report.volumes.map(
      ({ name, allocatedBytes, apparentBytes, inodes, options, labels, anonymous }) => ({
        name,
        allocatedBytes,
        apparentBytes,
        inodes,
        options,
        labels,
        anonymous,
      }),
    ),
    buildCache: report.buildCache.map(({ id, path, allocatedBytes, shared }) => ({
      id,
      path,
      allocatedBytes,
      shared,
    })),
    leftovers: report.leftovers,
  };
}

function categoryFigures(report: Report) {
  return onlyRoot(report).categories.map(({ category, allocatedBytes, apparentBytes, inodes }) => ({
    category,
    allocatedBytes,
    apparentBytes,
    inodes,
  }));
}

test.serial(
  'on an idle engine the categories and unaccounted equal du to the byte, and unaccounted is 0',
  async (t) => {
    await assertAddsUp(t, online);
  },
);

test.serial(
  'every category of a working host holds something, except leftovers, of which there are none',
  (t) => {
    for (const { category, allocatedBytes } of onlyRoot(online).categories) {
      if (category === 'leftovers') t.is(allocatedBytes, 0);
      else t.true((allocatedBytes ?? 0) > 0, category);
    }
    t.deepEqual(online.leftovers, []);
  },
);

test.serial('each layer directory is measured as du measures it', async (t) => {
  t.true(online.layers.length >= 10);
  for (const layer of online.layers) {
    if (layer.path === null) return t.fail(`${layer.chainId} has no directory`);
    t.is(layer.allocatedBytes, await duAllocated(layer.path), layer.path);
    t.is(layer.inodes, await duInodes(layer.path), layer.path);
  }
});

test.serial('each writable layer, log and volume is measured as du measures it', async (t) => {
  for (const container of online.containers) {
    if (container.writableLayerPath === null) return t.fail(`${container.id} has no writable layer`);
    t.is(container.writableLayerBytes, await duAllocated(container.writableLayerPath));
    const files = container.logFiles.map(({ name }) =>
      join(engine.layout.dataRoot, 'containers', container.id, name),
    );
    const measured = files.length === 0 ? 0 : await duAllocated(...files);
    t.is(
      container.logFiles.reduce((sum, file) => sum + (file.allocatedBytes ?? NaN), 0),
      measured,
    );
  }
  const measurable = online.volumes.filter((volume) => volume.allocatedBytes !== null);
  t.true(measurable.length >= 3);
  for (const volume of measurable) {
    t.is(volume.allocatedBytes, await duAllocated(join(engine.layout.dataRoot, 'volumes', volume.name)));
  }
});

test.serial('a volume with driver options is said to be unmeasured, with the reason', (t) => {
  const [volume, ...others] = online.volumes.filter(({ allocatedBytes }) => allocatedBytes === null);
  t.deepEqual(others, []);
  t.is(volume?.source, 'unmeasured');
  t.regex(volume?.unmeasuredReason ?? '', /mounted from elsewhere/);
});

test.serial(
  'the engine’s own sizes of images and containers agree with the apparent bytes on the disk',
  async (t) => {
    const { body } = await engine.api('/containers/json?all=1&size=1');
    const told = new Map<string, number>();
    for (const container of Array.isArray(body) ? body : []) told.set(container.Id, container.SizeRw ?? 0);
    for (const container of online.containers) {
      if (container.writableLayerPath === null) return t.fail('no writable layer');
      // The engine counts diff/ alone; bilge the whole directory, with the driver's own small files.
      const own = await findApparent(join(container.writableLayerPath, 'diff'));
      t.is(own, told.get(container.id) ?? -1, container.name ?? '');
      const around = await findApparent(container.writableLayerPath);
      t.is(container.writableLayerApparentBytes ?? -1, around);
    }
  },
);

test.serial('df prints the same figures as the report, and names du’s total', async (t) => {
  const { stdout, code } = await bilge(['df', '-H', engine.host]);
  t.is(code, 0);
  const total = (await duAllocated(engine.layout.dataRoot)).toLocaleString('en-US');
  t.true(stdout.includes(`= ${total} bytes`), stdout);
});

test.serial(
  'the same root offline, while the engine runs, gives the same figures object by object',
  async (t) => {
    const offline = await offlineReport(engine);
    await assertAddsUp(t, offline);
    t.deepEqual(objects(offline), objects(online));
  },
);

test.serial(
  'after a crash of the engine the figures are the same object by object, and category by category',
  async (t) => {
    await engine.kill();
    const offline = await offlineReport(engine);
    await assertAddsUp(t, offline);
    t.deepEqual(objects(offline), objects(online));
    t.deepEqual(categoryFigures(offline), categoryFigures(online));
  },
);

test.serial('an engine that is gone is said, and the disk reported all the same', async (t) => {
  const { code, stdout, stderr } = await bilge([
    'df',
    '-H',
    engine.host,
    '--data-root',
    engine.layout.dataRoot,
  ]);
  t.is(code, 0);
  t.regex(stderr, /engine/i);
  t.true(stdout.includes(`= ${(await duAllocated(engine.layout.dataRoot)).toLocaleString('en-US')} bytes`));
});

test.serial('after a clean stop the figures are the same object by object', async (t) => {
  await engine.start();
  await engine.stop();
  const offline = await offlineReport(engine);
  await assertAddsUp(t, offline);
  const before = objects(online);
  const after = objects(offline);
  t.deepEqual(after.images, before.images);
  t.deepEqual(after.layers, before.layers);
  t.deepEqual(after.volumes, before.volumes);
  t.deepEqual(after.containers, before.containers);
  t.deepEqual(after.buildCache, before.buildCache);
  t.deepEqual(after.leftovers, before.leftovers);
});

test.serial('the state of containers is said to be as last recorded when no engine was asked', async (t) => {
  const offline = await offlineReport(engine);
  t.true(offline.containers.every((container) => container.statusSource === 'disk'));
  t.true(online.containers.every((container) => container.statusSource === 'engine'));
  t.true(existsSync(join(engine.layout.dataRoot, 'containers')));
  t.notRegex(readFileSync(engine.layout.log, 'utf8'), /panic/);
});
