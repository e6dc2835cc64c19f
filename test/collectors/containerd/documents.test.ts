import test from 'ava';
import { DocumentReader } from '../../../src/collectors/containerd/document-reader.js';
import { ContainerdStoreReader } from '../../../src/collectors/containerd/read-store.js';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import { blobFile, metadataDatabase } from '../../../src/model/containerd-layout.js';
import { varint } from '../../formats/containerd/encodings.js';
import { MemoryFiles, troubles } from '../data-root/memory-files.js';
import { capturedStore, MadeStore } from './stores.js';

interface Found {
  readonly kinds: Readonly<Record<string, string>>;
  readonly reliable: boolean | undefined;
  readonly troubles: string[];
}

async function read(files: MemoryFiles, source = new ContainerdStoreReader('')): Promise<Found> {
  const reader = new RecordReader(files);
  const store = await source.read(reader);
  const documents = [...(store?.documents ?? [])].map(([digest, { kind }]) => [digest, kind]);
  return { kinds: Object.fromEntries(documents), reliable: store?.reliable, troubles: troubles(reader) };
}

const NOTHING: Found = { kinds: {}, reliable: true, troubles: [] };

test('documents are read once: a second reading of the store takes them from the first', async (t) => {
  const files = capturedStore('');
  const source = new ContainerdStoreReader('');
  const first = await read(files, source);
  const again: string[] = [];
  files.onRead = (path) => again.push(path);
  t.deepEqual(await read(files, source), first);
  t.true(again.length > 0);
  t.false(again.some((path) => path.includes('/blobs/')));
});

test('platforms that were never pulled are not looked for', async (t) => {
  const store = new MadeStore();
  const here = store.image('amd64');
  const elsewhere = store.image('arm64');
  const index = store.put('index', { manifests: [here, elsewhere] });
  store.name('lab', index);
  delete store.blobs[elsewhere.digest];
  const files = store.finish();
  const looked: string[] = [];
  files.onRead = (path) => looked.push(path);
  const found = await read(files);
  t.deepEqual(found.troubles, []);
  t.is(Object.keys(found.kinds).length, 3);
  t.is(found.kinds[index.digest], 'index');
  t.is(found.kinds[elsewhere.digest], undefined);
  t.false(looked.includes(blobFile('', elsewhere.digest)));
});

test('a document under several names is read once', async (t) => {
  const store = new MadeStore();
  const image = store.image('amd64');
  for (const name of ['one', 'two']) store.name(name, image);
  const files = store.finish();
  const looked: string[] = [];
  files.onRead = (path) => looked.push(path);
  t.is(Object.keys((await read(files)).kinds).length, 2);
  t.is(looked.filter((path) => path === blobFile('', image.digest)).length, 1);
});

test('nothing of the namespaces of other clients is read', async (t) => {
  const store = new MadeStore();
  store.name('lab', store.image('amd64'));
  store.others['k8s.io'] = { images: store.images, content: { blob: store.blobs } };
  store.others['moby'] = {};
  t.deepEqual(await read(store.finish()), NOTHING);
});

test('the history has no images: its manifests are told by what they refer to', async (t) => {
  const store = new MadeStore();
  const statement = store.put('config', { _type: 'statement' });
  const label = { 'containerd.io/gc.ref.content.0': statement.digest };
  const manifest = store.put('manifest', { layers: [statement] }, label);
  store.put('config', { _type: 'trace' }, label);
  store.others['moby_history'] = { content: { blob: store.blobs } };
  store.others['moby'] = {};
  t.deepEqual(await read(store.finish()), { ...NOTHING, kinds: { [manifest.digest]: 'manifest' } });
});

test('what a document holds must match its digest', async (t) => {
  const store = new MadeStore();
  const image = store.image('amd64');
  store.name('lab', image);
  const files = store.finish();
  files.set(blobFile('', image.digest), '{"layers":[]}');
  t.deepEqual(await read(files), {
    kinds: {},
    reliable: false,
    troubles: [`damaged-metadata ${blobFile('', image.digest)}`],
  });
});

test('a blob that is not what its referrer says is reported', async (t) => {
  const store = new MadeStore();
  const image = store.put('manifest', { manifests: [] });
  store.name('lab', image);
  t.deepEqual(await read(store.finish()), {
    kinds: {},
    reliable: false,
    troubles: [`damaged-metadata ${blobFile('', image.digest)}`],
  });
});

test('a document that may not be read makes the store unreliable', async (t) => {
  const store = new MadeStore();
  const image = store.image('amd64');
  store.name('lab', image);
  const files = store.finish();
  files.failures.set(blobFile('', image.digest), 'EACCES');
  const { reliable, troubles: found } = await read(files);
  t.deepEqual([reliable, found], [false, [`permission-denied ${blobFile('', image.digest)}`]]);
});

test('a digest of another form never becomes a path', async (t) => {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const forms = [
    'sha256:../../../../etc/passwd',
    `md5:${'a'.repeat(32)}`,
    'sha256:abc',
    'x/../y',
    '__proto__',
  ];
  for (const digest of forms) {
    const store = new MadeStore();
    store.name('lab', { digest, mediaType });
    store.blobs[digest] = { size: varint(1) };
    Object.defineProperty(store.blobs, digest, { value: { size: varint(1) }, enumerable: true });
    const files = store.finish();
    const looked: string[] = [];
    files.onRead = (path) => looked.push(path);
    const { reliable, troubles: found } = await read(files);
    t.deepEqual([reliable, found], [false, ['damaged-metadata ']]);
    t.false(looked.some((path) => path.includes('/blobs/')));
  }
});

test('a document that is too large is not read, by its record or by its file', async (t) => {
  for (const size of [5 * 1024 * 1024, 12]) {
    const store = new MadeStore();
    const image = store.put('manifest', { layers: [], padding: 'x'.repeat(5 * 1024 * 1024) });
    store.name('lab', image);
    store.blobs[image.digest] = { size: varint(size) };
    const files = store.finish();
    const looked: string[] = [];
    files.onRead = (path) => looked.push(path);
    const { reliable, troubles: found } = await read(files);
    t.deepEqual([reliable, found], [false, [`damaged-metadata ${blobFile('', image.digest)}`]]);
    t.is(looked.includes(blobFile('', image.digest)), size === 12);
  }
});

test('a blob with a record and without a file is reported', async (t) => {
  const store = new MadeStore();
  const image = store.image('amd64');
  store.name('lab', image);
  const files = store.finish();
  files.remove(blobFile('', image.digest));
  const { reliable, troubles: found } = await read(files);
  t.deepEqual([reliable, found], [false, [`damaged-metadata ${blobFile('', image.digest)}`]]);
});

test('an image that is removed while the store is read is no problem', async (t) => {
  const store = new MadeStore();
  const image = store.image('amd64');
  store.name('lab', image);
  const files = store.finish();
  const blob = blobFile('', image.digest);
  files.onRead = (path) => {
    if (path !== blob) return;
    files.remove(blob);
    files.files.set(
      metadataDatabase(''),
      new MadeStore().finish().files.get(metadataDatabase('')) ?? Buffer.of(),
    );
  };
  t.deepEqual(await read(files), NOTHING);
});

test('an image that is removed and pulled again while the store is read is no problem', async (t) => {
  const store = new MadeStore();
  const image = store.image('amd64');
  store.name('lab', image);
  const files = store.finish();
  const path = blobFile('', image.digest);
  const data = files.files.get(path) ?? Buffer.alloc(0);
  files.remove(path);
  let looks = 0;
  files.onRead = (read) => {
    if (read !== path) return;
    looks += 1;
    if (looks === 3) files.files.set(path, data);
  };
  const found = await read(files);
  t.is(looks, 3);
  t.deepEqual(found, NOTHING);
});

test('indexes that list the same again and again take no more work than there are documents', async (t) => {
  const store = new MadeStore();
  let top = store.put('manifest', 'damaged');
  const bottom = top;
  for (let level = 0; level < 12; level++) top = store.put('index', { level, manifests: [top, top, top] });
  store.name('lab', top);
  const found = await read(store.finish());
  t.is(Object.keys(found.kinds).length, 12);
  t.deepEqual(found.troubles, [`damaged-metadata ${blobFile('', bottom.digest)}`]);
});

test('more documents than are kept are reported, and those that are kept stay', async (t) => {
  for (const limits of [
    { documents: 2, bytes: 1000 },
    { documents: 1000, bytes: 50 },
  ]) {
    const store = new MadeStore();
    const wanted = ['a', 'b', 'c'].map((architecture) => store.put('config', { os: 'linux', architecture }));
    const reader = new RecordReader(store.finish());
    const source = new DocumentReader('', limits);
    const states: string[] = [];
    for (const { digest } of [...wanted, ...wanted]) {
      states.push((await source.read(reader, { digest, kind: 'config', sizeBytes: null })).state);
    }
    t.deepEqual(states, ['read', 'read', 'failed', 'read', 'read', 'failed']);
    t.regex(reader.problems()[0]?.message ?? '', /more manifests and configurations than bilge reads/);
  }
});
