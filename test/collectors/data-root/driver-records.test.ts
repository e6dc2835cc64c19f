import { fileURLToPath } from 'node:url';
import test from 'ava';
import { collectSample } from '../../../src/collectors/collect-sample.js';
import { DriverRecordsReader } from '../../../src/collectors/data-root/driver-records.js';
import type { DriverSizes, ToldDriverSizes } from '../../../src/collectors/data-root/driver-sizes.js';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import { RecordsReader } from '../../../src/collectors/data-root/records.js';
import type { GraphStore } from '../../../src/model/inventory.js';
import { MemoryFiles, troubles } from './memory-files.js';

const DEVICE = '{"device_id":8,"size":1073741824,"transaction_id":10,"initialized":false,"deleted":false}';

async function storeOf(driver: string): Promise<GraphStore> {
  const name = `../../../../test/fixtures/data-roots/${driver}-20.10.24.tar.gz`;
  const inventory = await collectSample(fileURLToPath(new URL(name, import.meta.url)));
  if (inventory.problems.length > 0) throw new Error('the capture was read with problems');
  const store = inventory.roots[0]?.records.stores[0];
  if (store === undefined) throw new Error('no store was read');
  return store;
}

function told(fields: Partial<ToldDriverSizes>): DriverSizes {
  return { read: () => Promise.resolve({ layers: new Map(), pool: null, failure: null, ...fields }) };
}

test('a captured devicemapper root has a device for each layer, and nothing measured', async (t) => {
  const store = await storeOf('devicemapper');
  t.is(store.driver, 'devicemapper');
  t.is(store.layers.length, 3);
  t.is(store.driverRecords.size, 7);
  for (const layer of store.layers) {
    t.true((layer.recordedBytes ?? 0) > 0);
    t.like(store.driverRecords.get(layer.cacheId ?? ''), {
      virtualBytes: 1_073_741_824,
      deleted: false,
      allocatedBytes: null,
      toldBy: null,
    });
  }
  const mounts = store.mounts.flatMap(({ mountId, initId }) => [mountId ?? '', initId ?? '']);
  t.is(mounts.length, 4);
  t.true(mounts.every((id) => store.driverRecords.get(id)?.deviceId !== undefined));
  t.false(store.driverRecords.has('base'));
  t.is(store.driverPool, null);
});

test('a captured zfs root is read by what layerdb records', async (t) => {
  const store = await storeOf('zfs');
  t.is(store.driver, 'zfs');
  t.is(store.driverRecords.size, 0);
  t.deepEqual(
    store.layers.map(({ recordedBytes }) => recordedBytes !== null && recordedBytes > 0),
    [true, true, true],
  );
  t.is(store.mounts.length, 2);
});

test('parents are read where the driver records them', async (t) => {
  const aufs = new MemoryFiles({
    'aufs/layers/top': 'middle\nbase\n',
    'aufs/layers/base': '',
    'aufs/layers/bad': '../x',
  });
  const reader = new RecordReader(aufs);
  const { records } = await new DriverRecordsReader('aufs').read(reader);
  t.deepEqual(
    [...records].map(([id, { parent }]) => [id, parent]),
    [
      ['base', null],
      ['top', 'middle'],
    ],
  );
  t.deepEqual(troubles(reader), ['damaged-metadata aufs/layers/bad']);
  const overlay = new MemoryFiles({ 'overlay/rw/lower-id': 'layer\n', 'overlay/layer/root/': '' });
  const lower = await new DriverRecordsReader('overlay').read(new RecordReader(overlay));
  t.deepEqual(
    [...lower.records].map(([id, { parent }]) => [id, parent]),
    [['rw', 'layer']],
  );
});

test('a damaged device costs itself, a deferred deletion is seen when it comes', async (t) => {
  const files = new MemoryFiles({
    'devicemapper/metadata/base': DEVICE,
    'devicemapper/metadata/deviceset-metadata': '{}',
    'devicemapper/metadata/transaction-metadata': '{}',
    'devicemapper/metadata/good': DEVICE,
    'devicemapper/metadata/cut': DEVICE.slice(0, 20),
  });
  const records = new DriverRecordsReader('devicemapper');
  const reader = new RecordReader(files);
  t.is((await records.read(reader)).records.get('good')?.deleted, false);
  t.deepEqual(troubles(reader), ['damaged-metadata devicemapper/metadata/cut']);
  files.set('devicemapper/metadata/good', DEVICE.replace('"deleted":false', '"deleted":true'));
  const later = await records.read(new RecordReader(files));
  t.deepEqual([...later.records.keys()], ['good']);
  t.true(later.records.get('good')?.deleted);
});

test('the first reading does not wait for the volume manager, the second has its answer beside the records', async (t) => {
  const pool = {
    name: 'p',
    usedBytes: 9,
    totalBytes: null,
    metadataUsedBytes: null,
    metadataTotalBytes: null,
  };
  const answer = Promise.withResolvers<ToldDriverSizes>();
  let asked = 0;
  const sizes: DriverSizes = {
    read: () => {
      asked += 1;
      return answer.promise;
    },
  };
  const files = new MemoryFiles({
    'image/devicemapper/layerdb/sha256/': '',
    'devicemapper/metadata/good': DEVICE,
  });
  const reader = new RecordsReader('data-root', (driver) => (driver === 'devicemapper' ? sizes : null));
  const [first] = (await reader.read(new RecordReader(files))).stores;
  t.is(first?.driverRecords.get('good')?.referencedBytes, null);
  t.is(first?.driverPool, null);
  answer.resolve({
    layers: new Map([
      ['good', { allocatedBytes: 5, referencedBytes: 7 }],
      ['new', { allocatedBytes: 1, referencedBytes: 1 }],
    ]),
    pool: { ...pool, toldBy: 'zfs' },
    failure: null,
  });
  const [second] = (await reader.read(new RecordReader(files))).stores;
  t.like(second?.driverRecords.get('good'), {
    deviceId: 8,
    allocatedBytes: 5,
    referencedBytes: 7,
    toldBy: 'zfs',
  });
  t.like(second?.driverRecords.get('new'), { deviceId: null, allocatedBytes: 1 });
  t.is(second?.driverPool?.usedBytes, 9);
  t.is(asked, 1);
});

test('figures that the volume manager could not tell are missing, and that is a problem', async (t) => {
  const reader = new RecordReader(new MemoryFiles());
  const records = new DriverRecordsReader('zfs', told({ failure: 'zfs list: permission denied' }));
  await records.read(reader);
  t.deepEqual(reader.problems(), []);
  t.is((await records.read(reader)).pool, null);
  t.like(reader.problems()[0], { code: 'driver-sizes-unknown', path: '/data/zfs' });
  t.regex(reader.problems()[0]?.message ?? '', /permission denied/);
});
