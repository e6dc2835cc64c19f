import test from 'ava';
import * as fc from 'fast-check';
import { z } from 'zod';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { readBuildCache } from '../../../src/formats/buildkit/build-cache.js';
import { boltOf, type Content, treeOf, writeBolt } from '../bolt/bolt-writer.js';
import { capturedAnswer, capturedDatabase } from '../bolt/reading.js';

const answer = z.array(
  z.object({
    ID: z.string(),
    Parent: z.string().optional(),
    // With the space: 22.x to 28.x send the field under this name.
    ' Parents': z.array(z.string()).optional(),
    Type: z.string(),
    Description: z.string(),
    Shared: z.boolean(),
    Size: z.number(),
    CreatedAt: z.string(),
    LastUsedAt: z.string(),
    UsageCount: z.number(),
  }),
);

function captured(version: string): ReturnType<typeof readBuildCache> {
  return readBuildCache(openBolt(capturedDatabase(`buildkit-${version}`)), {
    snapshots: openBolt(capturedDatabase(`snapshots-${version}`)),
  });
}

/** The fields that disk and engine share; a shared record is one whose data is a layer of an image. */
function listed(version: string): unknown[] {
  return answer
    .parse(capturedAnswer(`build-cache-${version}`))
    .map((record) => ({
      id: record.ID,
      type: record.Type,
      description: record.Description,
      createdAt: record.CreatedAt,
      lastUsedAt: record.LastUsedAt,
      usageCount: record.UsageCount,
      parents: record[' Parents'] ?? (record.Parent ? [record.Parent] : []),
      isLayer: record.Shared,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Sizes in the engine's answer, by record. */
function sizeListed(version: string): ReadonlyMap<string, number> {
  const records = answer.parse(capturedAnswer(`build-cache-${version}`));
  return new Map(records.map(({ ID, Size }) => [ID, Size]));
}

/** Used once more between the engine's answer and the capture of the database; see the fixtures' README. */
const USED_LATER = {
  id: 'm3q6g5d3uxzx7r6csbo4qgfha',
  lastUsedAt: '2026-11-23T17:01:23.027719745Z',
  usageCount: 1,
};

for (const version of ['20.10.24', '28.5.2']) {
  test(`the build cache of Docker ${version} is, record by record, what the engine lists`, (t) => {
    const { records, issues } = captured(version);
    t.deepEqual(issues, []);
    t.is(records.length, 12);
    for (const record of records) {
      t.is(record.cacheId === null, record.chainId !== null, 'the data is a directory or a layer');
      t.is(record.inUse, null);
    }
    const sizes = records.filter(({ engineSizeBytes }) => engineSizeBytes !== null);
    t.true(sizes.length >= 9);
    for (const { id, engineSizeBytes } of sizes) t.is(engineSizeBytes, sizeListed(version).get(id) ?? -1, id);
    const read = records.map(({ id, type, description, createdAt, parents, chainId, ...use }) => {
      const { lastUsedAt, usageCount } = id === USED_LATER.id ? USED_LATER : use;
      const isLayer = chainId !== null;
      return { id, type, description, createdAt, lastUsedAt, usageCount, parents, isLayer };
    });
    t.deepEqual(read, listed(version));
  });
}

test('the directories that BuildKit holds are those of its own records, and no layer', (t) => {
  for (const version of ['20.10.24', '28.5.2', '20.10.24-crashed']) {
    const { records, holdings, issues } = captured(version);
    t.deepEqual(issues, []);
    const own = records.map(({ cacheId }) => cacheId).filter((id) => id !== null);
    t.is(own.length, 7);
    t.deepEqual([...(holdings?.cacheIds ?? [])].sort(), own.sort());
    const layers = records.map(({ chainId }) => chainId).filter((id) => id !== null);
    t.deepEqual([...(holdings?.chainIds ?? [])].sort(), layers.sort());
  }
});

test('the data of a committed record is in the directory that it was committed to', (t) => {
  const { records } = captured('28.5.2');
  const lost = records.find(({ description }) => description.includes('of=/lost'));
  t.is(lost?.id, 'b6x0cugy1maebkezzbviamsuh');
  t.is(lost?.cacheId, 'ag74uom4ms3casqpv7bwyff02');
});

test('with the containerd store the data is in snapshots and blobs, not in a storage driver', (t) => {
  const { records, holdings, issues } = readBuildCache(
    openBolt(capturedDatabase('buildkit-28.5.2-containerd')),
    { snapshotter: 'overlayfs' },
  );
  t.deepEqual(issues, []);
  t.is(holdings, null);
  t.is(records.length, 12);
  t.true(records.every(({ cacheId, chainId }) => cacheId === null && chainId === null));
  t.true(records.every(({ snapshot }) => snapshot?.snapshotter === 'overlayfs'));
  // The base image is a layer of the store: its record has the layer's snapshot.
  const layers = records.filter(({ id, snapshot }) => snapshot?.key !== id);
  t.is(layers.length, 1);
  t.regex(layers[0]?.snapshot?.key ?? '', /^sha256:[0-9a-f]{64}$/);
  t.is(records.filter(({ blob }) => /^sha256:[0-9a-f]{64}$/.test(blob ?? '')).length, 5);
});

const value = (content: unknown): string => JSON.stringify({ value: content });

function recordsOf(main: Content): ReturnType<typeof readBuildCache> {
  return readBuildCache(openBolt(boltOf({ _main: main })), { snapshots: null });
}

test('an immutable record is listed only when the mutable one that it equals is gone', (t) => {
  const twin = { 'cache.equalMutable': value('mutable') };
  t.deepEqual(
    recordsOf({ mutable: {}, twin }).records.map(({ id }) => id),
    ['mutable'],
  );
  t.deepEqual(
    recordsOf({ twin }).records.map(({ id }) => id),
    ['twin'],
  );
});

test('a size is the record’s own, else that of its snapshot, else not known', (t) => {
  const main = {
    own: { 'snapshot.size': value(7) },
    frozen: { 'snapshot.size': value(-1) },
    open: { 'snapshot.size': value(-1) },
    strange: {},
  };
  const sizes = { own: { size: '9' }, frozen: { size: '2097152' }, open: {}, strange: { size: '2e3' } };
  const { records } = readBuildCache(openBolt(boltOf({ _main: main })), {
    snapshots: openBolt(boltOf(sizes)),
  });
  t.deepEqual(
    records.map(({ id, engineSizeBytes }) => [id, engineSizeBytes]),
    [
      ['frozen', 2_097_152],
      ['open', null],
      ['own', 7],
      ['strange', null],
    ],
  );
});

test('a record that is being deleted is not listed', (t) => {
  t.deepEqual(recordsOf({ gone: { 'cache.deleted': value(true) } }).records, []);
});

test('a record without fields is a regular one of which nothing else is known', (t) => {
  t.deepEqual(recordsOf({ bare: { 'cache.description': '' } }).records, [
    {
      id: 'bare',
      type: 'regular',
      description: '',
      createdAt: null,
      lastUsedAt: null,
      usageCount: 0,
      parents: [],
      cacheId: null,
      snapshot: null,
      blob: null,
      chainId: null,
      inUse: null,
      engineSizeBytes: null,
    },
  ]);
});

test('the parents of merged and of differing records are read', (t) => {
  const { records } = recordsOf({
    diff: { 'cache.lowerDiffParent': value('a'), 'cache.upperDiffParent': value('b') },
    merge: { 'cache.mergeParents': value(['c', 'd']) },
  });
  t.deepEqual(
    records.map(({ parents }) => parents),
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  );
});

test('a bad field is an issue and costs no other field or record', (t) => {
  const { records, issues } = recordsOf({
    bad: { 'cache.createdAt': '{"value":"noon"}', 'cache.description': value('kept') },
    good: { 'cache.usageCount': value(3) },
    stray: 'value',
  });
  t.deepEqual(
    records.map(({ description, usageCount }) => [description, usageCount]),
    [
      ['kept', 0],
      ['', 3],
    ],
  );
  t.deepEqual(
    issues.map(({ record }) => record),
    ['bad', 'stray'],
  );
});

test('a usage count that is no count is 0', (t) => {
  for (const count of ['-3', '1152921504606846976']) {
    const { records } = recordsOf({ record: { 'cache.usageCount': `{"value":${count}}` } });
    t.is(records[0]?.usageCount, 0);
  }
});

test('the place of the data is looked up under the snapshot that the record names', (t) => {
  const { records } = readBuildCache(
    openBolt(boltOf({ _main: { record: { 'cache.snapshot': value('other') } } })),
    { snapshots: openBolt(boltOf({ other: { committed: 'directory' }, record: {} })) },
  );
  t.is(records[0]?.cacheId, 'directory');
});

test('a record names its snapshot and its blob', (t) => {
  const fields = { 'cache.snapshot': value('other'), 'cache.blob': value('sha256:aa') };
  const { records } = readBuildCache(openBolt(boltOf({ _main: { record: fields, plain: {} } })), {
    snapshotter: 'native',
  });
  t.deepEqual(
    records.map(({ snapshot, blob }) => [snapshot, blob]),
    [
      [{ snapshotter: 'native', key: 'plain' }, null],
      [{ snapshotter: 'native', key: 'other' }, 'sha256:aa'],
    ],
  );
});

test('a record of which a part cannot be read is an issue and not listed', (t) => {
  const tree = treeOf({ _main: { bad: { 'cache.usageCount': value(1) }, good: {} } });
  const data = writeBolt(tree, { pageSize: 4096, txid: 3n, fanout: 9, inline: false });
  data.writeUInt8(99, 3 * 4096);
  const { records, issues } = readBuildCache(openBolt(data), { snapshots: null });
  t.deepEqual(
    records.map(({ id }) => id),
    ['good'],
  );
  t.deepEqual(
    issues.map(({ record }) => record),
    ['bad'],
  );
});

test('whatever the fields hold, the record is listed', (t) => {
  const field = fc.oneof(fc.string(), fc.json(), fc.jsonValue().map(value));
  const keys = ['recordType', 'description', 'createdAt', 'usageCount', 'parent', 'mergeParents', 'snapshot'];
  const fields = fc.record(Object.fromEntries(keys.map((key) => [`cache.${key}`, field])));
  const property = fc.property(fields, (record) => {
    const { records } = recordsOf({ record });
    t.is(records.length, 1);
    t.true(Number.isSafeInteger(records[0]?.usageCount));
  });
  t.notThrows(() => fc.assert(property));
});
