import test from 'ava';
import * as fc from 'fast-check';
import type { BoltBucket } from '../../../src/formats/bolt/bucket.js';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { arbitraryOptions, arbitraryTree } from './arbitrary-tree.js';
import { boltOf, type Tree, writeBolt } from './bolt-writer.js';
import { readTree } from './reading.js';

/** A tree with sorted keys and values as hexadecimal text, to compare. */
function plain(tree: Tree): unknown[] {
  return [...tree]
    .map(([key, content]) => [
      Buffer.from(key, 'latin1').toString('hex'),
      content instanceof Uint8Array ? Buffer.from(content).toString('hex') : plain(content),
    ])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

/** Every key found by looking it up must be what iterating finds, and a missing one must be missing. */
function lookupsAgree(bucket: BoltBucket, tree: Tree): boolean {
  for (const [key, content] of tree) {
    const name = Buffer.from(key, 'latin1');
    const value = bucket.get(name);
    const nested = bucket.bucket(name);
    if (content instanceof Uint8Array) {
      if (nested !== null || value === null || !value.equals(content)) return false;
    } else if (value !== null || nested === null || !lookupsAgree(nested, content)) {
      return false;
    }
    const absent = Buffer.concat([name, Buffer.from([0])]);
    if (!tree.has(absent.toString('latin1')) && bucket.get(absent) !== null) return false;
  }
  return bucket.get('') === null && bucket.bucket('no such bucket, and a long name') === null;
}

test('every database that was written reads back equal, for all page sizes and shapes', (t) => {
  const property = fc.property(arbitraryTree, arbitraryOptions, (tree, options) => {
    const database = openBolt(writeBolt(tree, options));
    t.is(database.txid, options.txid);
    t.is(database.pageSize, options.pageSize);
    t.false(database.truncated);
    t.deepEqual(
      [...readTree(database.root)].map(([key]) => key),
      [...tree.keys()].sort(),
      'in the order of the keys',
    );
    t.deepEqual(plain(readTree(database.root)), plain(tree));
  });
  t.notThrows(() => fc.assert(property, { numRuns: 250 }));
});

test('looking a key up finds the same as iterating', (t) => {
  const property = fc.property(arbitraryTree, arbitraryOptions, (tree, options) => {
    t.true(lookupsAgree(openBolt(writeBolt(tree, options)).root, tree));
  });
  t.notThrows(() => fc.assert(property, { numRuns: 250 }));
});

test('a tree with several levels of branch pages is read without loss', (t) => {
  const tree: Tree = new Map(
    Array.from({ length: 2000 }, (_, i) => [`key ${i}`, Buffer.from(`value ${i}`)] as const),
  );
  const database = openBolt(writeBolt(tree, { pageSize: 1024, txid: 3n, fanout: 3, inline: true }));
  t.is([...database.root.entries()].length, 2000);
  const before = database.pagesRead;
  t.is(database.root.get('key 1234')?.toString(), 'value 1234');
  const looked = database.pagesRead - before;
  t.true(looked > 3 && looked < 12, `${looked} pages for one key`);
});

test('a bucket is no value and a value is no bucket', (t) => {
  const { root } = openBolt(boltOf({ bucket: { key: 'value' }, value: 'text' }));
  t.is(root.get('bucket'), null);
  t.is(root.bucket('value'), null);
  t.is(root.bucket('bucket')?.get('key')?.toString(), 'value');
});

test('reading can be repeated and stopped half-way', (t) => {
  const { root } = openBolt(boltOf({ a: '1', b: { c: '2' }, d: '3' }));
  for (const [key] of root.entries()) {
    t.is(key.toString(), 'a');
    break;
  }
  t.deepEqual(plain(readTree(root)), plain(readTree(root)));
});
