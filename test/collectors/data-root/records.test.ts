import test from 'ava';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import { RecordsReader } from '../../../src/collectors/data-root/records.js';
import { PRIVATE_CONTAINERD } from '../../../src/model/containerd-layout.js';
import { capturedStore } from '../containerd/stores.js';
import { MemoryFiles, troubles } from './memory-files.js';

const ID = 'a'.repeat(64);
const HEX = '1'.repeat(64);

test('every store is read, also one whose driver is not used any more', async (t) => {
  const files = new MemoryFiles({
    [`image/overlay2/layerdb/sha256/${HEX}/cache-id`]: 'one',
    [`image/vfs/layerdb/sha256/${HEX}/cache-id`]: 'two',
    'image/vfs/repositories.json': '{}',
  });
  const records = new RecordsReader();
  const { stores } = await records.read(new RecordReader(files));
  // What does not change is not read again.
  const again: string[] = [];
  files.onRead = (path) => again.push(path);
  await records.read(new RecordReader(files));
  t.false(again.some((path) => path.endsWith('/cache-id')));
  t.deepEqual(
    stores.map(({ driver, layers }) => [driver, layers[0]?.cacheId]),
    [
      ['overlay2', 'one'],
      ['vfs', 'two'],
    ],
  );
});

test('a store that goes between two readings is in the first alone', async (t) => {
  const files = new MemoryFiles({ 'image/vfs/repositories.json': '{}' });
  const records = new RecordsReader();
  t.is((await records.read(new RecordReader(files))).stores.length, 1);
  files.remove('image');
  t.is((await records.read(new RecordReader(files))).stores.length, 0);
});

test('the first container that tells where the data root was is believed', async (t) => {
  const other = 'b'.repeat(64);
  const files = new MemoryFiles({
    [`containers/${ID}/config.v2.json`]: JSON.stringify({ ID }),
    [`containers/${other}/config.v2.json`]: JSON.stringify({
      ID: other,
      HostsPath: `/old/docker/containers/${other}/hosts`,
    }),
  });
  const read = await new RecordsReader().read(new RecordReader(files));
  t.is(read.originalPath, '/old/docker');
  files.remove(`containers/${other}`);
  t.is((await new RecordsReader().read(new RecordReader(files))).originalPath, null);
});

test('an empty data root holds nothing, and that is known', async (t) => {
  const reader = new RecordReader(new MemoryFiles());
  const records = await new RecordsReader().read(reader);
  t.deepEqual(troubles(reader), []);
  t.like(records, { stores: [], containers: [], volumes: [], networks: [], buildCache: [], unlisted: [] });
  t.is(records.buildCacheHoldings?.cacheIds.size, 0);
});

test('a directory that cannot be listed is unknown, not empty, and the rest is read', async (t) => {
  const files = new MemoryFiles({
    [`containers/${ID}/config.v2.json`]: JSON.stringify({ ID }),
    'image/overlay2/repositories.json': '{}',
    'volumes/v/_data/x': '',
  });
  files.failures.set('containers', 'EIO');
  const reader = new RecordReader(files);
  const records = await new RecordsReader().read(reader);
  t.deepEqual(records.unlisted, ['containers']);
  t.deepEqual(troubles(reader), ['unreadable-metadata containers']);
  t.is(records.stores.length, 1);
  t.is(records.volumes.length, 1);
});

test('the private containerd of a data root is read with the rest, and its documents once', async (t) => {
  const files = capturedStore(PRIVATE_CONTAINERD);
  files.set('image/overlay2/repositories.json', '{}');
  const records = new RecordsReader('data-root');
  const { stores, containerd } = await records.read(new RecordReader(files));
  t.is(stores.length, 1);
  t.is(containerd.length, 1);
  t.like(containerd[0], { path: PRIVATE_CONTAINERD, reliable: true });
  const again: string[] = [];
  files.onRead = (path) => again.push(path);
  await records.read(new RecordReader(files));
  t.false(again.some((path) => path.includes('/blobs/')));
});

test('of a containerd root only the store is read', async (t) => {
  const files = capturedStore('');
  files.set(`containers/${ID}/config.v2.json`, JSON.stringify({ ID }));
  files.set('volumes/v/_data/x', '');
  const looked: string[] = [];
  files.onRead = (path) => looked.push(path);
  const records = await new RecordsReader('containerd-root').read(new RecordReader(files));
  t.like(records, { stores: [], containers: [], volumes: [], networks: [], buildCache: [], unlisted: [] });
  t.is(records.containerd[0]?.path, '');
  t.true(looked.every((path) => path === '' || path.startsWith('io.containerd.')));
});
