import test from 'ava';
import { readBuildKit, readNetworks, readVolumeIndex } from '../../../src/collectors/data-root/databases.js';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import { boltOf } from '../../formats/bolt/bolt-writer.js';
import { capturedDatabase } from '../../formats/bolt/reading.js';
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

/** The same database, one transaction later: both meta pages get the number and its checksum (FNV-1a). */
function withTransaction(data: Buffer, txid: bigint): Buffer {
  for (const [i, page] of [0, data.readUInt32LE(16 + 8)].entries()) {
    const meta = data.subarray(page + 16, page + 16 + 64);
    meta.writeBigUInt64LE(txid * 2n + BigInt(i), 48);
    let hash = 0xcbf29ce484222325n;
    for (const byte of meta.subarray(0, 56))
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    meta.writeBigUInt64LE(hash, 56);
  }
  return data;
}
