import * as fc from 'fast-check';
import type { Tree, WriteOptions } from './bolt-writer.js';

const key = fc
  .uint8Array({ minLength: 1, maxLength: 24 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'));

/** Mostly short values; some are longer than a small page, so that they need overflow pages. */
const value = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 900, max: 5000 }).map((length) => new Uint8Array(length).fill(7)),
  },
);

const bucket = fc.letrec<{ tree: Tree; content: Uint8Array | Tree }>((tie) => ({
  content: fc.oneof({ maxDepth: 3, depthSize: 'small' }, value, tie('tree')),
  tree: fc
    .uniqueArray(fc.tuple(key, tie('content')), { selector: ([name]) => name, maxLength: 20 })
    .map((entries) => new Map(entries)),
}));

/** Content of a database, up to four levels of buckets. */
export const arbitraryTree: fc.Arbitrary<Tree> = bucket.tree;

export const arbitraryOptions: fc.Arbitrary<WriteOptions> = fc.record({
  pageSize: fc.constantFrom(1024, 2048, 4096, 8192, 16384, 32768, 65536),
  txid: fc.bigInt({ min: 1n, max: 2n ** 60n }),
  fanout: fc.integer({ min: 1, max: 12 }),
  inline: fc.boolean(),
});
