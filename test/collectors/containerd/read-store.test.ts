import test from 'ava';
import { ContainerdStoreReader } from '../../../src/collectors/containerd/read-store.js';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import type { ContainerdStore } from '../../../src/model/containerd.js';
import {
  metadataDatabase,
  PRIVATE_CONTAINERD,
  snapshotterDatabase,
} from '../../../src/model/containerd-layout.js';
import { boltOf } from '../../formats/bolt/bolt-writer.js';
import { capturedDatabase } from '../../formats/bolt/reading.js';
import { withTransaction } from '../../formats/bolt/with-transaction.js';
import { uvarint, varint } from '../../formats/containerd/encodings.js';
import { MemoryFiles, troubles } from '../data-root/memory-files.js';
import { capturedStore } from './stores.js';

const META = metadataDatabase('');
const SNAPSHOTS = snapshotterDatabase('', 'overlayfs');

interface Found {
  readonly store: ContainerdStore | null;
  readonly troubles: string[];
}

async function read(files: MemoryFiles, path = ''): Promise<Found> {
  const reader = new RecordReader(files);
  const store = await new ContainerdStoreReader(path).read(reader);
  return { store, troubles: troubles(reader) };
}

/** How much of everything a store has. */
function extent(store: ContainerdStore | null): unknown {
  const kinds = [...(store?.documents.values() ?? [])].map(({ kind }) => kind);
  return {
    namespaces: store?.namespaces.map(({ name, images }) => `${name} ${images.length}`),
    snapshotters: store?.snapshotters.map(({ name, snapshots }) => `${name} ${snapshots.length}`),
    indexes: kinds.filter((kind) => kind === 'index').length,
    manifests: kinds.filter((kind) => kind === 'manifest').length,
    configs: kinds.filter((kind) => kind === 'config').length,
    reliable: store?.reliable,
  };
}

const WHOLE = {
  namespaces: ['moby 22', 'moby_history 0'],
  snapshotters: ['overlayfs 72'],
  indexes: 3,
  manifests: 22,
  configs: 22,
  reliable: true,
};

for (const path of ['', PRIVATE_CONTAINERD]) {
  test(`the store of a real engine is read whole at ${JSON.stringify(path)}`, async (t) => {
    const { store, troubles: found } = await read(capturedStore(path), path);
    t.deepEqual(found, []);
    t.is(store?.path, path);
    t.deepEqual(extent(store), WHOLE);
  });
}

test('without a meta.db there is no store, and that is no problem', async (t) => {
  t.deepEqual(await read(new MemoryFiles()), { store: null, troubles: [] });
  const files = capturedStore('');
  t.deepEqual(await read(files, PRIVATE_CONTAINERD), { store: null, troubles: [] });
});

test('a meta.db that is damaged or refused is reported, and the snapshotters are still read', async (t) => {
  for (const code of ['database-damaged', 'database-denied']) {
    const files = capturedStore('');
    if (code === 'database-damaged') files.set(META, 'no database');
    else files.failures.set(META, 'EACCES');
    const { store, troubles: found } = await read(files);
    t.deepEqual(found, [`${code} ${META}`]);
    t.like(extent(store), { namespaces: [], snapshotters: ['overlayfs 72'], manifests: 0, reliable: false });
  }
});

test('a damaged record makes the store unreliable, whatever else could be read', async (t) => {
  const files = capturedStore('');
  files.files.set(META, boltOf({ v1: { version: varint(4), moby: { leases: { bad: 'value' } } } }));
  const { store, troubles: found } = await read(files);
  t.deepEqual(found, [`damaged-metadata ${META}`]);
  t.is(store?.reliable, false);
});

test('a snapshotter that cannot be read is reported and makes the store unreliable', async (t) => {
  const files = capturedStore('');
  files.failures.set(SNAPSHOTS, 'EIO');
  const { store, troubles: found } = await read(files);
  t.deepEqual(found, [`database-unreadable ${SNAPSHOTS}`]);
  t.deepEqual(extent(store), { ...WHOLE, snapshotters: ['overlayfs 0'], reliable: false });
  files.failures.clear();
  files.files.set(SNAPSHOTS, boltOf({ v1: { snapshots: { bad: { id: uvarint(1) } } } }));
  const second = await read(files);
  t.deepEqual(second.troubles, [`damaged-metadata ${SNAPSHOTS}`]);
  t.is(second.store?.reliable, false);
});

test('a root that cannot be listed may have any snapshotter', async (t) => {
  const files = capturedStore('');
  files.failures.set('', 'EACCES');
  const { store, troubles: found } = await read(files);
  t.deepEqual(found, ['permission-denied ']);
  t.deepEqual(extent(store), { ...WHOLE, snapshotters: [], reliable: false });
});

test('a snapshotter without a database was never used, unless there are snapshots of it', async (t) => {
  const files = capturedStore('');
  files.set('io.containerd.snapshotter.v1.native/snapshots/', '');
  t.deepEqual((await read(files)).troubles, []);
  files.remove(SNAPSHOTS);
  files.set('io.containerd.snapshotter.v1.overlayfs/snapshots/', '');
  const { store, troubles: found } = await read(files);
  t.deepEqual(found, [`damaged-metadata ${SNAPSHOTS}`]);
  t.is(store?.reliable, false);
});

test('a snapshotter that has its data elsewhere is not missed here', async (t) => {
  const files = capturedStore('');
  files.remove('io.containerd.snapshotter.v1.overlayfs');
  const { store, troubles: found } = await read(files);
  t.deepEqual(found, []);
  t.deepEqual(extent(store), { ...WHOLE, snapshotters: [] });
});

for (const path of [META, SNAPSHOTS]) {
  test(`${path} never rests: it is read, and the store is not reliable`, async (t) => {
    const files = capturedStore('');
    const original = capturedDatabase(path === META ? 'containerd-28.5.2' : 'snapshotter-28.5.2');
    let transaction = 1000n;
    files.onRead = (read) => {
      if (read === path) files.files.set(path, withTransaction(Buffer.from(original), transaction++));
    };
    const { store, troubles: found } = await read(files);
    t.deepEqual(found, [`database-busy ${path}`]);
    t.deepEqual(extent(store), { ...WHOLE, reliable: false });
  });
}

test('meta.db is read before the snapshotters, and documents last', async (t) => {
  const files = capturedStore('');
  const order: string[] = [];
  files.onRead = (path) => {
    const part = path.includes('/blobs/') ? 'document' : path;
    if (order.at(-1) !== part) order.push(part);
  };
  await read(files);
  t.deepEqual(order, [META, '', SNAPSHOTS, 'document']);
});
