import test from 'ava';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { buildCacheHoldings } from '../../../src/formats/buildkit/holdings.js';
import { readSnapshotTable } from '../../../src/formats/buildkit/snapshot-table.js';
import { boltOf, type Content } from '../bolt/bolt-writer.js';
import { capturedDatabase } from '../bolt/reading.js';

const LAYER = `sha256:${'a'.repeat(64)}`;
const OTHER_LAYER = `sha256:${'b'.repeat(64)}`;

function holdingsOf(content: Content): unknown {
  return buildCacheHoldings(readSnapshotTable(openBolt(boltOf(content))));
}

test('each kind of snapshot is held where its data is', (t) => {
  const holdings = holdingsOf({
    active: { parent: '', size: '7' },
    committed: { committed: 'target', size: '6' },
    [LAYER]: {},
    layer: { chainid: OTHER_LAYER, committed: 'ofLayer' },
    ofLayer: { iscommitted: '', parent: '' },
    target: { iscommitted: '', parent: LAYER },
  });
  t.deepEqual(holdings, {
    cacheIds: new Set(['active', 'target']),
    chainIds: new Set([OTHER_LAYER, LAYER]),
  });
});

test('an incomplete table proves nothing', (t) => {
  t.is(holdingsOf({ active: {}, stray: 'value' }), null);
  const cut = capturedDatabase('snapshots-28.5.2').subarray(0, 3 * 4096);
  const table = readSnapshotTable(openBolt(cut));
  t.true(table.issues.length > 0);
  t.is(buildCacheHoldings(table), null);
});

test('a directory name that leads out of the driver is refused', (t) => {
  for (const committed of ['../../etc', '.', '..', 'a/b', 'a\0b']) {
    const { places, issues } = readSnapshotTable(openBolt(boltOf({ key: { committed } })));
    t.is(places.size, 0, committed);
    t.deepEqual(
      issues.map(({ record }) => record),
      ['key'],
    );
  }
});

test('a table with a damaged page header loses no directory without saying so', (t) => {
  const original = capturedDatabase('snapshots-20.10.24');
  for (let bit = 0; bit < 128; bit++) {
    const data = Buffer.from(original);
    for (let at = 2 * 4096 + (bit >> 3); at < data.length; at += 4096) {
      data.writeUInt8(data.readUInt8(at) ^ (1 << (bit & 7)), at);
    }
    const holdings = buildCacheHoldings(readSnapshotTable(openBolt(data)));
    t.true(holdings === null || holdings.cacheIds.size === 7, `bit ${bit}`);
  }
});
