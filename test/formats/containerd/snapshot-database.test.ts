import test from 'ava';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { readSnapshotDatabase } from '../../../src/formats/containerd/snapshot-database.js';
import { boltOf, type Content } from '../bolt/bolt-writer.js';
import { capturedDatabase } from '../bolt/reading.js';
import { goTime, uvarint, varint } from './encodings.js';

function read(v1: Content): ReturnType<typeof readSnapshotDatabase> {
  return readSnapshotDatabase(openBolt(boltOf({ v1 })));
}

for (const [version, active] of [
  ['28.5.2', 25],
  ['28.5.2-crashed', 26],
] as const) {
  test(`the snapshots of ${version} are read with kind, parent and size`, (t) => {
    const { snapshots, issues } = readSnapshotDatabase(openBolt(capturedDatabase(`snapshotter-${version}`)));
    t.deepEqual(issues, []);
    const kinds = (kind: string): number => snapshots.filter((snapshot) => snapshot.kind === kind).length;
    t.deepEqual([kinds('committed'), kinds('active'), kinds('view')], [45, active, 2]);
    const names = new Set(snapshots.map(({ name }) => name));
    t.true(snapshots.every(({ parent }) => parent === null || names.has(parent)));
    t.is(new Set(snapshots.map(({ id }) => id)).size, snapshots.length);
    t.true(snapshots.every(({ id }) => /^[1-9]\d*$/.test(id)));
    // Only what is committed was ever measured.
    t.true(snapshots.every(({ kind, recordedBytes }) => (kind === 'committed') === (recordedBytes !== null)));
    t.is(
      snapshots.reduce((sum, { recordedBytes }) => sum + (recordedBytes ?? 0), 0),
      59_752_448,
    );
  });
}

test('every field is read, and the directory number is unsigned', (t) => {
  const snapshot = {
    id: uvarint(300),
    kind: Buffer.of(3),
    parent: 'moby/1/p',
    createdat: goTime('2026-05-06T07:08:09Z'),
    size: varint(4096),
    inodes: varint(2),
  };
  const { snapshots, issues } = read({ snapshots: { 'moby/2/k': snapshot }, parents: { x: 'y' } });
  t.deepEqual(issues, []);
  t.deepEqual(snapshots, [
    {
      name: 'moby/2/k',
      id: '300',
      kind: 'committed',
      parent: 'moby/1/p',
      createdAt: '2026-05-06T07:08:09Z',
      recordedBytes: 4096,
      recordedInodes: 2,
    },
  ]);
});

test('a snapshot without a directory or of no known kind is an issue and costs no other', (t) => {
  const { snapshots, issues } = read({
    snapshots: {
      bad: { kind: Buffer.of(1) },
      good: { id: uvarint(1), kind: Buffer.of(2) },
      odd: { id: uvarint(2), kind: Buffer.of(9) },
    },
  });
  t.deepEqual(
    snapshots.map(({ name }) => name),
    ['good'],
  );
  t.deepEqual(
    issues.map(({ record }) => record),
    ['snapshots/bad', 'snapshots/odd'],
  );
});

test('a database of another layout is an issue', (t) => {
  t.is(read({ snapshots: 'x' }).issues.length, 1);
  t.is(readSnapshotDatabase(openBolt(boltOf({ v2: {} }))).issues.length, 1);
});
