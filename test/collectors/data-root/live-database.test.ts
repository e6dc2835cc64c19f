import test from 'ava';
import { databaseProblem, readBolt } from '../../../src/collectors/data-root/live-database.js';
import { type FileSource, FileSourceError } from '../../../src/collectors/disk/file-source.js';
import { BoltError } from '../../../src/formats/bolt/error.js';
import { treeOf, writeBolt } from '../../formats/bolt/bolt-writer.js';

/** The database after transaction `txid`, which is also its content. */
function state(txid: bigint): Buffer {
  return writeBolt(treeOf({ txid: `${txid}` }), { pageSize: 4096, txid, fanout: 9, inline: true });
}

/** A file that is another one at every reading; the last one stays. Counts the readings. */
class ChangingFile implements FileSource {
  readonly root = '/data';
  readonly #contents: readonly (Buffer | FileSourceError)[];
  readings = 0;

  constructor(...contents: (Buffer | FileSourceError)[]) {
    this.#contents = contents;
  }

  async read(): Promise<Buffer> {
    const content = this.#contents[Math.min(this.readings++, this.#contents.length - 1)];
    if (content instanceof Buffer) return content;
    throw content ?? new Error('no content');
  }

  async list(): Promise<string[]> {
    return [];
  }
}

test('a database at rest is read twice and is not live', async (t) => {
  const file = new ChangingFile(state(5n));
  const reading = await readBolt(file, 'metadata.db');
  t.false(reading?.live);
  t.is(reading?.database.txid, 5n);
  t.is(file.readings, 2);
});

test('a database that moves on is read again until two readings agree', async (t) => {
  const file = new ChangingFile(state(5n), state(6n), state(8n), state(8n));
  const reading = await readBolt(file, 'metadata.db');
  t.false(reading?.live);
  t.is(reading?.database.root.get('txid')?.toString(), '8');
  t.is(file.readings, 4);
});

test('the earlier of two readings that agree is the one taken', async (t) => {
  // The later one may hold pages of a transaction that was committed after its meta pages were read.
  const later = Buffer.from(state(5n));
  later.fill(0, 2 * 4096);
  const reading = await readBolt(new ChangingFile(state(5n), later), 'metadata.db');
  t.is(reading?.database.root.get('txid')?.toString(), '5');
});

test('a database that never rests is taken as it is and marked as live', async (t) => {
  const file = new ChangingFile(...Array.from({ length: 100 }, (_, i) => state(BigInt(i + 1))));
  const reading = await readBolt(file, 'metadata.db');
  t.true(reading?.live);
  t.is(file.readings, 20);
  t.is(reading?.database.txid, 1n);
});

test('of readings that all moved on, the one that moved least is taken', async (t) => {
  const txids = Array.from({ length: 40 }, (_, i) => BigInt(i * 5 + (i > 7 ? 6 : 10)));
  const reading = await readBolt(new ChangingFile(...txids.map(state)), 'metadata.db');
  t.true(reading?.live);
  t.is(reading?.database.txid, txids[7]);
});

test('a file that is unreadable at first and then a database is read', async (t) => {
  const reading = await readBolt(new ChangingFile(Buffer.alloc(0), state(1n)), 'metadata.db');
  t.is(reading?.database.txid, 1n);
  t.false(reading?.live);
});

test('a missing file is null', async (t) => {
  for (const code of ['ENOENT', 'ENOTDIR']) {
    t.is(
      await readBolt(new ChangingFile(new FileSourceError(code, 'metadata.db', 'gone')), 'metadata.db'),
      null,
    );
  }
});

test('a file that is no database fails as damaged', async (t) => {
  const error = await t.throwsAsync(readBolt(new ChangingFile(Buffer.alloc(32768)), 'metadata.db'), {
    instanceOf: BoltError,
  });
  const problem = databaseProblem(error, '/data/metadata.db', 'volumes');
  t.is(problem.code, 'database-damaged');
  t.is(problem.path, '/data/metadata.db');
  t.is(problem.missing, 'volumes');
});

test('a file that may not be read says what to do', async (t) => {
  const denied = new FileSourceError('EACCES', 'metadata.db', 'permission denied');
  const error = await t.throwsAsync(readBolt(new ChangingFile(denied), 'metadata.db'), { is: denied });
  const problem = databaseProblem(error, '/data/metadata.db', null);
  t.is(problem.code, 'database-denied');
  t.regex(problem.hint ?? '', /root/);
});

test('a file that fails in another way is a problem as well', (t) => {
  const tooLarge = new FileSourceError('TOO_LARGE', 'metadata.db', 'more than 256 MiB');
  t.is(databaseProblem(tooLarge, '/data/metadata.db', null).code, 'database-unreadable');
});

test('an error that is a bug stays one', (t) => {
  t.throws(() => databaseProblem(new TypeError('bug'), '/data/metadata.db', null), { instanceOf: TypeError });
});
