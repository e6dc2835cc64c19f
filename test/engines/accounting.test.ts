import test from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Category } from '../../src/model/category.js';
import type { Report } from '../../src/report/types.js';
import { assertAddsUp, assertObjectsMeasured } from './harness/assert-measured.js';
import { bilge, offlineReport, onlineReport } from './harness/bilge.js';
import { duAllocated, findApparent } from './harness/disk-usage.js';
import { categoryFigures, objects, ownPart } from './harness/own-report.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { quiesce } from './harness/quiesce.js';
import { buildWorkload } from './harness/workload.js';

let engine: PrivateEngine;
let online: Report;

test.before(async () => {
  engine = await startPrivateEngine();
});

test.after.always(async () => {
  await engine?.cleanup();
});

const ownOnline = async (): Promise<Report> => ownPart(engine, await onlineReport(engine));
const ownOffline = async (): Promise<Report> => ownPart(engine, await offlineReport(engine));

test.serial('a freshly installed engine adds up to the byte, and has no leftovers', async (t) => {
  await quiesce(engine);
  const fresh = await ownOnline();
  await assertAddsUp(t, fresh);
  t.deepEqual(fresh.leftovers, []);
});

test.serial(
  'an idle engine with all kinds of objects adds up to the byte, and nothing is unaccounted',
  async (t) => {
    await buildWorkload(engine);
    await quiesce(engine);
    online = await ownOnline();
    await assertAddsUp(t, online);
  },
);

test.serial(
  'every category of a working host holds something, but what only containerd’s store has, and leftovers',
  (t) => {
    const empty: readonly Category[] = ['image-content', 'other-namespaces', 'leftovers'];
    for (const { category, allocatedBytes } of online.roots.flatMap(({ categories }) => categories)) {
      if (empty.includes(category)) t.is(allocatedBytes, 0, category);
      else t.true((allocatedBytes ?? 0) > 0, category);
    }
    t.deepEqual(online.leftovers, []);
  },
);

test.serial('each layer, writable layer, log and volume is measured as du measures it', async (t) => {
  t.true(online.layers.length >= 10);
  t.true(online.containers.length >= 10);
  t.true(online.volumes.filter(({ allocatedBytes }) => allocatedBytes !== null).length >= 3);
  await assertObjectsMeasured(t, online);
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
    const offline = await ownOffline();
    await assertAddsUp(t, offline);
    t.deepEqual(objects(offline), objects(online));
  },
);

test.serial(
  'after a crash of the engine the figures are the same object by object, and category by category',
  async (t) => {
    await engine.kill();
    const offline = await ownOffline();
    await assertAddsUp(t, offline);
    t.deepEqual(objects(offline), objects(online));
    t.deepEqual(categoryFigures(offline.roots), categoryFigures(online.roots));
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
  const offline = await ownOffline();
  await assertAddsUp(t, offline);
  t.deepEqual(objects(offline), objects(online));
});

test.serial('the state of containers is said to be as last recorded when no engine was asked', async (t) => {
  const offline = await ownOffline();
  t.true(offline.containers.every((container) => container.statusSource === 'disk'));
  t.true(online.containers.every((container) => container.statusSource === 'engine'));
  t.true(existsSync(join(engine.layout.dataRoot, 'containers')));
  t.notRegex(readFileSync(engine.layout.log, 'utf8'), /panic/);
});
