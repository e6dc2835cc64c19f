import { fileURLToPath } from 'node:url';
import test from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import { collectSample } from '../../src/collectors/collect-sample.js';
import { ZfsSizes } from '../../src/collectors/data-root/zfs-sizes.js';
import { readArchive } from '../../src/collectors/disk/archive-file-source.js';
import type { DriverRecord } from '../../src/model/driver-record.js';
import type { Inventory } from '../../src/model/inventory.js';
import { sourceOf } from '../../src/report/figure-source.js';
import { categoryOf, rootOf } from './find.js';

function archiveOf(driver: string): string {
  const name = `../../../test/fixtures/data-roots/${driver}-20.10.24.tar.gz`;
  return fileURLToPath(new URL(name, import.meta.url));
}

/** The capture of a zfs root with what `zfs list` told of it then. */
async function zfsWithTool(): Promise<Inventory> {
  const inventory = await collectSample(archiveOf('zfs'));
  const output = (await readArchive(archiveOf('zfs'))).get('zfs-list.txt')?.toString('utf8') ?? '';
  const told = await new ZfsSizes('labz/docker', () => Promise.resolve({ ok: true, output })).read();
  const records = new Map(
    [...told.layers].map(([id, sizes]): [string, DriverRecord] => [
      id,
      { parent: null, deviceId: null, virtualBytes: null, deleted: false, ...sizes, toldBy: 'zfs' },
    ]),
  );
  return {
    ...inventory,
    roots: inventory.roots.map((root) => ({
      ...root,
      records: {
        ...root.records,
        stores: root.records.stores.map((store) => ({
          ...store,
          driverRecords: records,
          driverPool: told.pool,
        })),
      },
    })),
  };
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? NaN), 0);
}

for (const driver of ['devicemapper', 'zfs']) {
  test(`a captured ${driver} root is read with the sizes that the engine recorded, and says what it lacks`, async (t) => {
    const report = analyze(await collectSample(archiveOf(driver)), '0.0.0');
    t.is(report.layers.length, 3);
    for (const layer of report.layers) {
      t.is(layer.apparentBytes, layer.recordedBytes);
      t.true((layer.apparentBytes ?? 0) > 0);
      t.is(layer.allocatedBytes, null);
      t.is(layer.source, 'computed');
      t.regex(layer.unmeasuredReason ?? '', driver === 'zfs' ? /ZFS datasets/ : /thin devices of one pool/);
      t.is(sourceOf(layer, 'apparentBytes').source, 'computed');
      t.is(sourceOf(layer, 'metadataBytes').source, 'disk');
    }
    const byId = new Map(report.layers.map((layer) => [layer.chainId, layer.apparentBytes]));
    t.true(report.images.length >= 3);
    for (const image of report.images) {
      t.is(image.apparentTotalBytes, sum(image.layers.map((id) => byId.get(id) ?? null)));
      t.is(
        (image.apparentSharedBytes ?? NaN) + (image.apparentUniqueBytes ?? NaN),
        image.apparentTotalBytes ?? -1,
      );
      t.is(image.totalBytes, null);
      t.is(sourceOf(image, 'apparentTotalBytes').source, 'computed');
    }
    const [container] = report.containers;
    t.is(container?.writableLayerBytes, null);
    t.true((container?.metadataBytes ?? 0) > 0);
    t.is(sourceOf(container ?? {}, 'metadataBytes').source, 'disk');
    t.is(rootOf(report).unaccountedBytes, 0);
    t.regex(report.problems.map(({ missing }) => missing).join(), /allocated sizes .*engine recorded/);
    t.false(report.complete);
  });
}

test('a captured zfs root has the allocated sizes that zfs told, marked as told', async (t) => {
  const report = analyze(await zfsWithTool(), '0.0.0');
  const pool = rootOf(report).stores[0]?.pool;
  t.like(pool, {
    name: 'labz/docker',
    toldBy: 'zfs',
    usedBytes: 17_037_312,
    totalBytes: null,
    source: 'engine',
  });
  const layers = report.layers.map(({ allocatedBytes }) => allocatedBytes);
  const ofContainers = report.containers.flatMap((one) => [one.writableLayerBytes, one.initLayerBytes]);
  t.is(sum([...layers, ...ofContainers]), 17_037_312);
  t.deepEqual(
    layers.sort((a, b) => (a ?? 0) - (b ?? 0)),
    [2_154_496, 3_170_304, 5_269_504],
  );
  for (const layer of report.layers) {
    t.is(layer.source, 'engine');
    t.is(sourceOf(layer, 'apparentBytes').source, 'computed');
  }
  const byId = new Map(report.layers.map((layer) => [layer.chainId, layer.allocatedBytes]));
  for (const image of report.images)
    t.is(image.totalBytes, sum(image.layers.map((id) => byId.get(id) ?? null)));
  for (const container of report.containers) {
    t.is(sourceOf(container, 'writableLayerBytes').source, 'engine');
    t.is(sourceOf(container, 'logBytes').source, 'disk');
    const { writableLayerBytes, initLayerBytes, logBytes, metadataBytes } = container;
    t.is(container.totalBytes, sum([writableLayerBytes, initLayerBytes, logBytes, metadataBytes]));
  }
  // The datasets are mounted nowhere below the root: what they take is none of its bytes.
  t.is(rootOf(report).unaccountedBytes, 0);
  t.is(categoryOf(report, 'writable-layers').allocatedBytes, 0);
  t.is(categoryOf(report, 'writable-layers').reclaimableBytes, null);
  t.regex(report.problems.map(({ missing }) => missing).join(), /inodes of its layers/);
});
