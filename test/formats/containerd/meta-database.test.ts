import test from 'ava';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { readMetaDatabase } from '../../../src/formats/containerd/meta-database.js';
import type { ContainerdNamespace } from '../../../src/model/containerd.js';
import { boltOf, type Content, treeOf, writeBolt } from '../bolt/bolt-writer.js';
import { capturedDatabase } from '../bolt/reading.js';
import { goTime, uvarint, varint } from './encodings.js';

const VERSION = { version: varint(4) };
const DIGEST = `sha256:${'a'.repeat(64)}`;

function read(v1: Content): ReturnType<typeof readMetaDatabase> {
  return readMetaDatabase(openBolt(boltOf({ v1 })));
}

/** How many of each kind a namespace has. */
function counts(namespace: ContainerdNamespace | undefined): number[] {
  if (namespace === undefined) return [];
  const { images, blobs, snapshots, leases, ingests, containers } = namespace;
  return [images, blobs, snapshots, leases, ingests, containers].map(({ length }) => length);
}

test('a whole store of Docker 28.5.2 is read', (t) => {
  const { namespaces, issues } = readMetaDatabase(openBolt(capturedDatabase('containerd-28.5.2')));
  t.deepEqual(issues, []);
  t.deepEqual(
    namespaces.map((namespace) => [namespace.name, ...counts(namespace)]),
    [
      ['moby', 22, 73, 72, 45, 0, 0],
      ['moby_history', 0, 27, 0, 4, 0, 0],
    ],
  );
  const [moby] = namespaces;
  const image = moby?.images.find(({ name }) => name === 'dock.test/lab/layers:2');
  t.deepEqual(image?.target, {
    digest: 'sha256:d1a4ffe216cb49235bf24524c485205048a13a9023324a274029f92d62e9223a',
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    sizeBytes: 1625,
    platform: null,
    annotations: {
      'io.containerd.image.name': 'dock.test/lab/layers:2',
      'org.opencontainers.image.ref.name': '2',
    },
  });
  t.is(image?.createdAt, '2026-11-23T17:02:25.033457818Z');
  // Every parent is there, and every name that a snapshotter knows is the namespace's own.
  const keys = new Set(moby?.snapshots.map(({ key }) => key));
  t.true(moby?.snapshots.every(({ parent }) => parent === null || keys.has(parent)));
  t.true(moby?.snapshots.every(({ name, key }) => name.startsWith('moby/') && name.endsWith(`/${key}`)));
});

test('a crashed pull is held by a lease that expires, and containers name no snapshot', (t) => {
  const { namespaces, issues } = readMetaDatabase(openBolt(capturedDatabase('containerd-28.5.2-crashed')));
  t.deepEqual(issues, []);
  const [moby] = namespaces;
  t.deepEqual(counts(moby), [22, 78, 73, 46, 0, 15]);
  const pull = moby?.leases.find(({ labels }) => labels['moby/prune.images'] === 'true');
  t.is(pull?.expiresAt, '2026-11-24T01:07:46Z');
  t.is(pull?.content.length, 5);
  t.regex(pull?.snapshots[0]?.key ?? '', /^extract-\d+-\w+ sha256:/);
  t.is(pull?.snapshots[0]?.snapshotter, 'overlayfs');
  t.true(moby?.containers.every(({ snapshotKey, image }) => snapshotKey === null && image !== null));
});

test('every field of every kind is read', (t) => {
  const time = goTime('2026-05-06T07:08:09Z');
  const { namespaces, issues } = read({
    ...VERSION,
    other: {
      labels: { a: 'b' },
      sandboxes: { s: { spec: 'x' } },
      content: {
        blob: { [DIGEST]: { size: varint(12), createdat: time, updatedat: time, labels: { l: '1' } } },
        ingests: { ref: { ref: 'other/3/ref', expireat: time, expected: DIGEST } },
      },
      leases: {
        lease: {
          createdat: time,
          labels: { 'containerd.io/gc.expire': '2026-05-06T09:08:09+01:00' },
          content: { [DIGEST]: '' },
          ingests: { ref: '' },
          images: { name: '' },
        },
        odd: { labels: { 'containerd.io/gc.expire': 'tomorrow' } },
      },
      containers: { c: { image: 'i', snapshotter: 'native', snapshotKey: 'k', labels: { l: '1' } } },
    },
  });
  t.deepEqual(issues, []);
  const [other] = namespaces;
  const at = '2026-05-06T07:08:09Z';
  t.deepEqual(other?.blobs, [
    { digest: DIGEST, sizeBytes: 12, createdAt: at, updatedAt: at, labels: { l: '1' } },
  ]);
  t.deepEqual(other?.ingests, [{ ref: 'ref', name: 'other/3/ref', expiresAt: at }]);
  t.like(other?.leases[0], {
    createdAt: at,
    expiresAt: '2026-05-06T08:08:09Z',
    content: [DIGEST],
    ingests: ['ref'],
    images: ['name'],
  });
  t.is(other?.leases[1]?.expiresAt, null);
  t.deepEqual(other?.containers, [
    { id: 'c', image: 'i', snapshotter: 'native', snapshotKey: 'k', labels: { l: '1' } },
  ]);
});

test('a damaged field is an issue, and the record is still one', (t) => {
  const { namespaces, issues } = read({
    ...VERSION,
    moby: {
      content: {
        blob: { bad: { size: Buffer.of(0x80), createdat: 'x', labels: 'y' }, negative: { size: varint(-1) } },
      },
    },
  });
  t.deepEqual(
    namespaces[0]?.blobs.map(({ digest, sizeBytes, labels }) => ({ digest, sizeBytes, labels })),
    [
      { digest: 'bad', sizeBytes: null, labels: {} },
      { digest: 'negative', sizeBytes: null, labels: {} },
    ],
  );
  t.deepEqual(
    issues.map(({ record }) => record),
    [...Array<string>(3).fill('moby/content/blob/bad'), 'moby/content/blob/negative'],
  );
});

test('a record without its name or its target is an issue and costs no other', (t) => {
  const target = { digest: DIGEST, mediatype: 'm', size: varint(1) };
  const { namespaces, issues } = read({
    ...VERSION,
    moby: {
      images: { bad: { labels: { a: 'b' } }, good: { target }, stray: 'value' },
      snapshots: { overlayfs: { bad: {}, good: { name: 'moby/1/good' } } },
      content: { ingests: { bad: {} } },
    },
  });
  t.deepEqual(counts(namespaces[0]), [1, 0, 1, 0, 0, 0]);
  t.deepEqual(
    issues.map(({ record, detail }) => `${record}: ${detail}`),
    [
      'moby/images/bad/target: without digest',
      'moby/images: stray is a value where a bucket was expected',
      'moby/snapshots/overlayfs/bad: without name',
      'moby/content/ingests/bad: without ref',
    ],
  );
});

test('a label may have any name', (t) => {
  const labels = Object.fromEntries([['__proto__', 'kept']]);
  const { namespaces } = read({ ...VERSION, moby: { leases: { l: { labels } } } });
  t.deepEqual(Object.entries(namespaces[0]?.leases[0]?.labels ?? {}), [['__proto__', 'kept']]);
});

function details(v1: Content): string[] {
  return read(v1).issues.map(({ detail }) => detail);
}

test('a schema that is not known is an issue, an empty database is none', (t) => {
  t.deepEqual(details({ version: varint(2) }), []);
  t.deepEqual(details({ version: varint(3), moby: {} }), []);
  t.deepEqual(details({}), []);
  t.regex(details({ version: varint(1) }).join(), /does not know \(1\)/);
  t.regex(details({ version: varint(5), moby: {} }).join(), /does not know \(5\)/);
  t.regex(details({ version: uvarint(2n ** 60n) }).join(), /schema version: /);
  t.regex(details({ moby: {} }).join(), /without a schema version/);
  t.regex(details({ ...VERSION, moby: 'value' }).join(), /a value where a namespace/);
});

test('a database of another layout is an issue, one that was just created is none', (t) => {
  const other = treeOf({ v2: { moby: {} } });
  const options = { pageSize: 4096, fanout: 64, inline: true };
  const used = readMetaDatabase(openBolt(writeBolt(other, { ...options, txid: 5n })));
  t.deepEqual(used.issues, [{ record: '', detail: 'the bucket v1 is missing' }]);
  const created = readMetaDatabase(openBolt(writeBolt(new Map(), { ...options, txid: 1n })));
  t.deepEqual(created, { namespaces: [], issues: [] });
});

test('a record whose page is damaged is an issue, and it is still known to be there', (t) => {
  const tree = treeOf({
    v1: { ...VERSION, moby: { content: { blob: { bad: { size: varint(1) }, good: {} } } } },
  });
  const data = writeBolt(tree, { pageSize: 4096, txid: 3n, fanout: 9, inline: false });
  data.writeUInt8(99, 3 * 4096);
  const { namespaces, issues } = readMetaDatabase(openBolt(data));
  t.deepEqual(
    namespaces[0]?.blobs.map(({ digest }) => digest),
    ['bad', 'good'],
  );
  t.deepEqual(
    issues.map(({ record }) => record),
    ['moby/content/blob/bad'],
  );
});

test('BuildKit’s own database has no bucket before its first record, and may not have another instead', (t) => {
  const empty = openBolt(boltOf({}));
  t.true(empty.txid > 1n);
  t.deepEqual(readMetaDatabase(empty, { versioned: false }).issues, []);
  t.is(readMetaDatabase(empty).issues.length, 1);
  t.is(readMetaDatabase(openBolt(boltOf({ v2: {} })), { versioned: false }).issues.length, 1);
});
