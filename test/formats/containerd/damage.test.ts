import test from 'ava';
import * as fc from 'fast-check';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { BoltError } from '../../../src/formats/bolt/error.js';
import { readMetaDatabase } from '../../../src/formats/containerd/meta-database.js';
import { readSnapshotDatabase } from '../../../src/formats/containerd/snapshot-database.js';
import { arbitraryOptions, arbitraryTree } from '../bolt/arbitrary-tree.js';
import { type Tree, writeBolt } from '../bolt/bolt-writer.js';
import { capturedDatabase } from '../bolt/reading.js';

const META = capturedDatabase('containerd-28.5.2-crashed');
const SNAPSHOTS = capturedDatabase('snapshotter-28.5.2-crashed');

/** Reads with both readers; `null` when the database itself cannot be opened or its way is damaged. */
function issuesOf(data: Buffer): number | null {
  let issues = 0;
  try {
    const database = openBolt(data);
    issues += readMetaDatabase(database).issues.length;
    issues += readSnapshotDatabase(database).issues.length;
  } catch (error) {
    if (error instanceof BoltError) return null;
    throw error;
  }
  return issues;
}

/** Names that the readers look for, so that random content gets past the first bucket. */
const NAMES = (
  'v1 moby images target digest size content blob ingests ref labels ' +
  'snapshots overlayfs leases containers version id kind name createdat'
).split(' ');
const name = fc.constantFrom(...NAMES);
const named = fc.letrec<{ tree: Tree; content: Uint8Array | Tree }>((tie) => ({
  content: fc.oneof({ maxDepth: 5, depthSize: 'large' }, fc.uint8Array({ maxLength: 20 }), tie('tree')),
  tree: fc
    .uniqueArray(fc.tuple(name, tie('content')), { selector: ([key]) => key, maxLength: 6 })
    .map((entries) => new Map(entries)),
})).tree;

test('any content gives records or issues', (t) => {
  const trees = fc.oneof(named, arbitraryTree).map((tree): Tree => new Map([['v1', tree]]));
  const property = fc.property(trees, arbitraryOptions, (tree, options) => {
    t.notThrows(() => issuesOf(writeBolt(tree, options)));
  });
  t.notThrows(() => fc.assert(property, { numRuns: 300 }));
});

test('a real database with flipped bits gives records or issues, in bounded work', (t) => {
  const flip = fc.record({ at: fc.nat(), bit: fc.nat(7) });
  const flips = fc.array(flip, { minLength: 1, maxLength: 12 });
  const property = fc.property(fc.boolean(), flips, (meta, places) => {
    // Beyond the first pages the capture is mostly free space.
    const data = Buffer.from(meta ? META.subarray(0, 512 * 1024) : SNAPSHOTS);
    for (const { at, bit } of places) {
      const offset = at % data.length;
      data.writeUInt8(data.readUInt8(offset) ^ (1 << bit), offset);
    }
    t.true((issuesOf(data) ?? 0) <= data.length / 8);
  });
  t.notThrows(() => fc.assert(property, { numRuns: 150 }));
});

/** How much of it could be read; `null` when the database cannot be opened. */
function extent(data: Buffer): { found: number; issues: number } | null {
  try {
    const { namespaces, issues } = readMetaDatabase(openBolt(data));
    const found = namespaces.reduce(
      (sum, { images, blobs, snapshots, leases, containers }) =>
        sum + images.length + blobs.length + snapshots.length + leases.length + containers.length,
      0,
    );
    return { found, issues: issues.length };
  } catch (error) {
    if (error instanceof BoltError) return null;
    throw error;
  }
}

test('a database that was cut off says so as soon as a record is missing', (t) => {
  const all = extent(META)?.found ?? 0;
  t.true(all > 250);
  t.is(extent(META)?.issues, 0);
  const property = fc.property(fc.nat(META.length), (length) => {
    const cut = extent(META.subarray(0, length));
    t.true(cut === null || cut.issues > 0 || cut.found === all);
  });
  t.notThrows(() => fc.assert(property, { numRuns: 200 }));
});
