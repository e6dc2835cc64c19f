import test from 'ava';
import { readBuildKit, readNetworks, readVolumeIndex } from '../../../src/collectors/data-root/databases.js';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import { boltOf } from '../../formats/bolt/bolt-writer.js';
import { capturedDatabase } from '../../formats/bolt/reading.js';
import { withTransaction } from '../../formats/bolt/with-transaction.js';
import { MemoryFiles, troubles } from './memory-files.js';

const VOLUMES = 'volumes/metadata.db';
const NETWORKS = 'network/files/local-kv.db';
const METADATA = 'buildkit/metadata_v2.db';
const SNAPSHOTS = 'buildkit/snapshots.db';

function captured(): MemoryFiles {
  const version = '20.10.24';
  return new MemoryFiles(
    new Map([
      [VOLUMES, capturedDatabase(`volumes-${version}`)],
      [NETWORKS, capturedDatabase(`networks-${version}`)],
      [METADATA, capturedDatabase(`buildkit-${version}`)],
      [SNAPSHOTS, capturedDatabase(`snapshots-${version}`)],
    ]),
  );
}

async function readAll(files: MemoryFiles): Promise<{
  volumes: number | null;
  networks: number | null;
  records: number | null;
  held: number | null;
  troubles: string[];
}> {
  const reader = new RecordReader(files);
  const volumes = await readVolumeIndex(reader);
  const networks = await readNetworks(reader);
  const { records, holdings } = await readBuildKit(reader);
  return {
    volumes: volumes?.length ?? null,
    networks: networks?.length ?? null,
    records: records?.length ?? null,
    held: holdings?.cacheIds.size ?? null,
    troubles: troubles(reader),
  };
}

test('the databases of an engine are read', async (t) => {
  const found = await readAll(captured());
  t.is(found.volumes, 5);
  t.true((found.networks ?? 0) >= 3);
  t.true((found.records ?? 0) > 0);
  t.true((found.held ?? 0) > 0);
  t.deepEqual(found.troubles, []);
});

test('databases that are not there hold nothing, which is known', async (t) => {
  t.deepEqual(await readAll(new MemoryFiles()), {
    volumes: 0,
    networks: 0,
    records: 0,
    held: 0,
    troubles: [],
  });
});

test('a database that is damaged or refused is unknown, and the others are read', async (t) => {
  const whole = await readAll(captured());
  const damaged = captured();
  for (const path of [VOLUMES, NETWORKS, METADATA, SNAPSHOTS]) damaged.set(path, 'no database');
  const found = await readAll(damaged);
  t.deepEqual(
    { ...found, troubles: [] },
    { volumes: null, networks: null, records: null, held: null, troubles: [] },
  );
  t.deepEqual(
    found.troubles,
    [VOLUMES, NETWORKS, METADATA, SNAPSHOTS].map((path) => `database-damaged ${path}`),
  );
  const denied = captured();
  denied.failures.set(NETWORKS, 'EACCES');
  t.deepEqual(await readAll(denied), { ...whole, networks: null, troubles: [`database-denied ${NETWORKS}`] });
});

test('without the table of snapshots the records are known and what is held is not', async (t) => {
  const files = captured();
  files.set(SNAPSHOTS, 'no database');
  const found = await readAll(files);
  t.true((found.records ?? 0) > 0);
  t.is(found.held, null);
  files.remove(SNAPSHOTS);
  t.is((await readAll(files)).held, 0);
});

test('without the records, what the snapshots hold is not known either', async (t) => {
  const files = captured();
  files.set(METADATA, 'no database');
  const found = await readAll(files);
  t.deepEqual([found.records, found.held], [null, null]);
});

test('a record that is damaged is named and costs no other', async (t) => {
  const files = captured();
  files.files.set(VOLUMES, boltOf({ volumes: { good: '{"Name":"good","Driver":"local"}', bad: '{"Na' } }));
  const reader = new RecordReader(files);
  const volumes = await readVolumeIndex(reader);
  t.deepEqual(
    volumes?.map(({ name }) => name),
    ['good'],
  );
  t.regex(reader.problems()[0]?.message ?? '', /is damaged at "bad"/);
});

test('a database that never rests is read, marked, and proves nothing', async (t) => {
  const files = captured();
  const { volumes: _, ...whole } = await readAll(captured());
  let txid = 1n;
  files.onRead = (path) => {
    if (path !== SNAPSHOTS) return;
    txid += 1n;
    const data = Buffer.from(capturedDatabase('snapshots-20.10.24'));
    files.files.set(path, withTransaction(data, txid));
  };
  const found = await readAll(files);
  t.is(found.records, whole.records);
  t.is(found.held, null);
  t.deepEqual(found.troubles, [`database-busy ${SNAPSHOTS}`]);
});

const CONTAINERD = 'buildkit/containerd-overlayfs/metadata_v2.db';

test('the records of both image stores are put together, each with its place', async (t) => {
  const files = captured();
  const classic = (await readBuildKit(new RecordReader(files))).records ?? [];
  files.files.set(CONTAINERD, capturedDatabase('buildkit-28.5.2-containerd'));
  const reader = new RecordReader(files);
  const { records, holdings } = await readBuildKit(reader);
  t.deepEqual(records?.slice(0, classic.length), classic);
  t.true(classic.every(({ snapshot }) => snapshot === null));
  const added = records?.slice(classic.length) ?? [];
  t.is(added.length, 12);
  t.true(added.every(({ snapshot, cacheId }) => snapshot?.snapshotter === 'overlayfs' && cacheId === null));
  t.true((holdings?.cacheIds.size ?? 0) > 0);
  t.deepEqual(troubles(reader), []);
});

test('records of one store that cannot be read leave all of them unknown', async (t) => {
  const files = captured();
  files.set(CONTAINERD, 'no database');
  const reader = new RecordReader(files);
  const { records, holdings } = await readBuildKit(reader);
  t.is(records, null);
  t.true((holdings?.cacheIds.size ?? 0) > 0);
  t.deepEqual(troubles(reader), [`database-damaged ${CONTAINERD}`]);
});

test('when the directory cannot be listed, the records are unknown', async (t) => {
  const files = captured();
  files.failures.set('buildkit', 'EIO');
  const reader = new RecordReader(files);
  t.is((await readBuildKit(reader)).records, null);
  t.deepEqual(reader.unlisted, ['buildkit']);
});

test('other directories of BuildKit hold no records', async (t) => {
  const files = new MemoryFiles({ 'buildkit/content/metadata_v2.db': 'x', 'buildkit/containerd-': 'x' });
  const reader = new RecordReader(files);
  t.deepEqual((await readBuildKit(reader)).records, []);
  t.deepEqual(troubles(reader), []);
});
