import test from 'ava';
import * as fc from 'fast-check';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { BoltError, reportDamage } from '../../../src/formats/bolt/error.js';
import { boltOf, metaPage, treeOf, writeBolt } from './bolt-writer.js';
import { capturedDatabase, measureReading, readTree } from './reading.js';

const CAPTURED = ['buildkit-28.5.2', 'networks-20.10.24', 'snapshots-28.5.2', 'volumes-20.10.24'].map(
  capturedDatabase,
);

/** Reads all there is; returns what went wrong when the work was more than the size of the data allows. */
function unboundedWork(data: Buffer): string | null {
  const damage: unknown[] = [];
  let database;
  try {
    database = openBolt(data);
  } catch (error) {
    return error instanceof BoltError ? null : String(error);
  }
  const { entries, valueBytes, pages } = measureReading(database, (error) => damage.push(error));
  // An element takes 16 bytes, a page reference as well, and no two elements share bytes.
  if (entries > data.length / 16) return `${entries} entries`;
  if (pages > data.length / 16 + 1) return `${pages} pages`;
  if (valueBytes > data.length) return `${valueBytes} bytes of keys and values`;
  if (damage.length > data.length / 8) return `${damage.length} errors`;
  return damage.every((error) => error instanceof BoltError) ? null : 'an error of another type';
}

test('a real database that was cut off anywhere gives what is left or a BoltError', (t) => {
  const property = fc.property(fc.constantFrom(...CAPTURED), fc.nat(), (data, length) => {
    t.is(unboundedWork(data.subarray(0, length % (data.length + 1))), null);
  });
  t.notThrows(() => fc.assert(property, { numRuns: 400 }));
});

/** Where damage does most: headers and elements at the begin of pages, and anywhere. */
const flip = fc.record({
  page: fc.nat(40),
  byte: fc.oneof(fc.nat(15), fc.nat(400), fc.nat(4095)),
  bit: fc.nat(7),
});

test('a real database with flipped bits gives a value or a BoltError, in bounded work', (t) => {
  const flips = fc.array(flip, { minLength: 1, maxLength: 12 });
  const property = fc.property(fc.constantFrom(...CAPTURED), flips, (original, places) => {
    const data = Buffer.from(original);
    for (const { page, byte, bit } of places) {
      const offset = (page * 4096 + byte) % data.length;
      data.writeUInt8(data.readUInt8(offset) ^ (1 << bit), offset);
    }
    t.is(unboundedWork(data), null);
  });
  t.notThrows(() => fc.assert(property, { numRuns: 1500 }));
});

const PAGES = 8;
const small = fc.nat(120);
const wildPage = fc.record({
  kind: fc.constantFrom(1, 2),
  overflow: fc.constantFrom(0, 0, 0, 1, 2),
  filler: fc.nat(PAGES),
  elements: fc.array(fc.tuple(fc.nat(PAGES + 1), small, small, fc.constantFrom(0, 16, 40, 64)), {
    maxLength: 12,
  }),
});

test('pages that refer to each other at random never take more work than the data has room for', (t) => {
  const wild = fc.array(wildPage, { minLength: PAGES, maxLength: PAGES });
  const property = fc.property(wild, (pages) => {
    const data = Buffer.alloc((PAGES + 2) * 1024);
    for (const [index, { kind, overflow, filler, elements }] of pages.entries()) {
      const at = (index + 2) * 1024;
      // Values full of small numbers: as buckets, they refer to other pages.
      for (let i = 0; i < 1024; i += 8) data.writeBigUInt64LE(BigInt(filler), at + i);
      data.writeBigUInt64LE(BigInt(index + 2), at);
      data.writeUInt16LE(kind, at + 8);
      data.writeUInt16LE(elements.length, at + 10);
      data.writeUInt32LE(overflow, at + 12);
      for (const [i, [number, size, keySize, valueSize]] of elements.entries()) {
        const element = at + 16 + i * 16;
        const position = (elements.length - i) * 16 + i * 80;
        data.writeUInt32LE(kind === 1 ? position : number & 1, element);
        data.writeUInt32LE(kind === 1 ? size : position, element + 4);
        data.writeUInt32LE(kind === 1 ? number : keySize & 15, element + 8);
        data.writeUInt32LE(kind === 1 ? 0 : valueSize, element + 12);
      }
    }
    metaPage(0, 1024, 2, PAGES + 2, 1n).copy(data);
    t.is(unboundedWork(data), null);
  });
  t.notThrows(() => fc.assert(property, { numRuns: 1500 }));
});

/** Two buckets with pages of their own: page 3 and page 4, and the root on page 5. */
function twoBuckets(): Buffer {
  const tree = treeOf({ first: { a: '1' }, second: { b: '2' } });
  return writeBolt(tree, { pageSize: 1024, txid: 3n, fanout: 9, inline: false });
}

test('a bucket that contains itself ends in an error', (t) => {
  const data = twoBuckets();
  const header = data.indexOf('first', 5 * 1024) + 'first'.length;
  t.is(data.readUInt8(header), 3);
  data.writeUInt8(5, header);
  const damage: BoltError[] = [];
  const tree = readTree(openBolt(data).root, (error) => damage.push(error));
  t.deepEqual([...tree.keys()], ['first', 'second']);
  t.deepEqual(
    damage.map(({ code }) => code),
    ['CORRUPT'],
  );
  t.throws(() => readTree(openBolt(data).root), { code: 'CORRUPT', message: /part of two branches/ });
});

test('a page under two parents is read under the first only', (t) => {
  const data = twoBuckets();
  const header = data.indexOf('second', 5 * 1024) + 'second'.length;
  t.is(data.readUInt8(header), 4);
  data.writeUInt8(3, header);
  const { root } = openBolt(data);
  t.is(root.bucket('first')?.get('a')?.toString(), '1');
  t.throws(() => root.bucket('second')?.get('b'), { code: 'CORRUPT' });
});

test('elements that share their bytes are refused', (t) => {
  const data = boltOf({ a: 'x', b: 'y' });
  const page = 3 * 4096;
  // The second element points where the first one does.
  data.writeUInt32LE(data.readUInt32LE(page + 16 + 4) - 16, page + 32 + 4);
  const damage: BoltError[] = [];
  t.deepEqual([...readTree(openBolt(data).root, (error) => damage.push(error)).keys()], ['a']);
  t.is(damage[0]?.code, 'CORRUPT');
});

test('a page that says it has fewer elements than it has is noticed', (t) => {
  const data = boltOf({ a: 'x', b: 'y', c: 'z' });
  data.writeUInt16LE(2, 3 * 4096 + 10);
  const damage: BoltError[] = [];
  t.deepEqual([...readTree(openBolt(data).root, (error) => damage.push(error)).keys()], ['a', 'b']);
  t.is(damage[0]?.code, 'CORRUPT');
  t.throws(() => readTree(openBolt(data).root), { code: 'CORRUPT', message: /gap/ });
});

test('a damaged page costs only what is on it', (t) => {
  const content = new Map(Array.from({ length: 50 }, (_, i) => [`key ${i}`, Buffer.from('value')] as const));
  const data = writeBolt(content, { pageSize: 1024, txid: 3n, fanout: 5, inline: true });
  data.writeUInt8(99, 4 * 1024);
  const damage: BoltError[] = [];
  t.is(readTree(openBolt(data).root, (error) => damage.push(error)).size, 45);
  t.deepEqual(
    damage.map(({ code }) => code),
    ['CORRUPT'],
  );
});

test('a database without its last pages is flagged, and the rest can be read', (t) => {
  const content = new Map(Array.from({ length: 25 }, (_, i) => [`key ${i}`, Buffer.from('value')] as const));
  const whole = writeBolt(content, { pageSize: 1024, txid: 3n, fanout: 5, inline: true });
  const root = whole.length - 1024;
  // Move the root page to where it survives: in front of the leaves, over the free list.
  whole.copy(whole, 2 * 1024, root, root + 1024);
  whole.writeUInt8(2, 2 * 1024);
  metaPage(1, 1024, 2, whole.length / 1024, 3n).copy(whole, 1024);
  const database = openBolt(whole.subarray(0, 6 * 1024));
  t.true(database.truncated);
  const damage: BoltError[] = [];
  t.is(readTree(database.root, (error) => damage.push(error)).size, 15);
  t.deepEqual(
    damage.map(({ code }) => code),
    ['TRUNCATED', 'TRUNCATED'],
  );
});

test('buckets nested deeper than any engine nests them end in an error', (t) => {
  let tree = treeOf({ leaf: 'value' });
  for (let i = 0; i < 100; i++) tree = new Map([['deeper', tree]]);
  const data = writeBolt(tree, { pageSize: 1024, txid: 3n, fanout: 5, inline: true });
  t.throws(() => readTree(openBolt(data).root), { code: 'TOO_DEEP' });
});

test('an error that is no damage is not swallowed', (t) => {
  const bug = new RangeError('bug');
  t.throws(() => reportDamage(bug, () => {}), { is: bug });
});
