import test from 'ava';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { metaPage, treeOf, writeBolt } from './bolt-writer.js';
import { readTree } from './reading.js';

const PAGE = 1024;

/** A root page (3) with one long value, so that it spans two pages. */
function overflowing(): Buffer {
  const tree = treeOf({ long: Buffer.alloc(1500, 1) });
  return writeBolt(tree, { pageSize: PAGE, txid: 3n, fanout: 9, inline: true });
}

/** A root page (3) with one inline bucket; `at` is the begin of its value. */
function inlineBucket(): { data: Buffer; at: number } {
  const data = writeBolt(treeOf({ bucket: { a: 'x' } }), {
    pageSize: PAGE,
    txid: 3n,
    fanout: 9,
    inline: true,
  });
  return { data, at: data.indexOf('bucket', 3 * PAGE) + 'bucket'.length };
}

test('a page number outside the database is refused', (t) => {
  for (const root of [0, 1, 5, 2 ** 40]) {
    const data = overflowing();
    metaPage(1, PAGE, root, 5, 3n).copy(data, PAGE);
    t.throws(() => readTree(openBolt(data).root), { code: 'CORRUPT', message: /outside the database/ });
  }
});

test('a page that is another one than it should be is refused', (t) => {
  const data = overflowing();
  data.writeUInt8(4, 3 * PAGE);
  t.throws(() => readTree(openBolt(data).root), { code: 'CORRUPT', message: /says that it is page 4/ });
});

test('a page that reaches over the end of the database is refused, whatever comes after it in the file', (t) => {
  const data = Buffer.concat([overflowing(), Buffer.alloc(8 * PAGE)]);
  data.writeUInt32LE(2, 3 * PAGE + 12);
  t.throws(() => readTree(openBolt(data).root), { code: 'CORRUPT', message: /reaches over the end/ });
});

test('a page whose overflow was cut off is named as truncated', (t) => {
  const data = overflowing();
  t.is(data.length, 5 * PAGE);
  const database = openBolt(data.subarray(0, 4 * PAGE + 700));
  t.true(database.truncated);
  t.throws(() => readTree(database.root), { code: 'TRUNCATED' });
});

test('a page of another kind is refused', (t) => {
  const data = overflowing();
  data.writeUInt16LE(0x10, 3 * PAGE + 8);
  t.throws(() => readTree(openBolt(data).root), { code: 'CORRUPT', message: /neither a branch nor a leaf/ });
});

test('a page in front of a conflict is closed, so that a search for conflicts is never repeated', (t) => {
  const tree = treeOf({ first: { a: '1' }, second: { b: '2' }, third: { c: '3' } });
  const data = writeBolt(tree, { pageSize: PAGE, txid: 3n, fanout: 9, inline: false });
  // The page of the first bucket claims those of the second and the third as its own.
  data.writeUInt32LE(2, 3 * PAGE + 12);
  const { root } = openBolt(data);
  t.is(root.bucket('third')?.get('c')?.toString(), '3');
  t.throws(() => root.bucket('first')?.get('a'), { code: 'CORRUPT', message: /page 5 is part of two/ });
  t.throws(() => root.bucket('second')?.get('b'), { code: 'CORRUPT', message: /page 4 is part of two/ });
  t.is(root.bucket('third')?.get('c')?.toString(), '3');
});

test('a bucket that is too short for its header or its page is refused', (t) => {
  const { data } = inlineBucket();
  const size = 3 * PAGE + 16 + 12;
  for (const length of [8, 16, 31]) {
    data.writeUInt32LE(length, size);
    const message = length < 16 ? /the bucket at .* shorter/ : /the page at .* shorter/;
    t.throws(() => readTree(openBolt(data).root), { code: 'CORRUPT', message }, `${length} bytes`);
  }
});

test('an inline bucket is never a branch', (t) => {
  const { data, at } = inlineBucket();
  t.is(data.readUInt16LE(at + 16 + 8), 2);
  data.writeUInt16LE(1, at + 16 + 8);
  t.throws(() => readTree(openBolt(data).root), { code: 'CORRUPT', message: /is no leaf/ });
});

test('a chain of branches deeper than any tree ends in an error', (t) => {
  const levels = 100;
  const data = Buffer.alloc((levels + 2) * PAGE);
  metaPage(0, PAGE, 2, levels + 2, 4n).copy(data);
  for (let id = 2; id < levels + 2; id++) {
    data.writeBigUInt64LE(BigInt(id), id * PAGE);
    data.writeUInt16LE(1, id * PAGE + 8);
    data.writeUInt16LE(1, id * PAGE + 10);
    data.writeUInt32LE(16, id * PAGE + 16);
    data.writeBigUInt64LE(BigInt(id + 1), id * PAGE + 24);
  }
  t.throws(() => readTree(openBolt(data).root), { code: 'TOO_DEEP' });
  t.throws(() => openBolt(data).root.get('key'), { code: 'TOO_DEEP' });
});
