import test from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import { CATEGORIES } from '../../src/model/category.js';
import { categoryOf, rootOf } from './find.js';
import { HostBuilder, type Overrides, ROOT } from './host-builder.js';
import {
  aCacheRecord,
  aContainer,
  aNetwork,
  anEngine,
  anImage,
  aVolume,
  digestOf,
  FILESYSTEM,
  NO_RECORDS,
} from './records.js';

function hostWithEverything(): HostBuilder {
  const host = new HostBuilder();
  host.container('one', host.image('app', ['base']));
  host.volume('data', 4096);
  host.cacheDirectory('step', 4096);
  return host;
}

for (const state of ['running', 'cancelled'] as const) {
  test(`while the scan is ${state} every figure says that it is a lower bound`, (t) => {
    const report = analyze(hostWithEverything().inventory({ walk: { state } }), '0.0.0');
    t.false(report.complete);
    t.is(rootOf(report).scan.state, state);
    const reasons = [
      ...report.roots,
      ...rootOf(report).categories,
      ...report.images,
      ...report.layers,
      ...report.containers,
      ...report.volumes,
      ...report.buildCache,
    ].map((record) => record.unmeasuredReason ?? '');
    for (const reason of reasons) t.regex(reason, /lower bounds/);
    t.true((rootOf(report).allocatedBytes ?? 0) > 0);
  });
}

test('a whole scan leaves nothing to say', (t) => {
  const report = analyze(hostWithEverything().inventory(), '0.0.0');
  t.true(report.complete);
  t.is(rootOf(report).unmeasuredReason, null);
  t.is(rootOf(report).source, 'disk');
});

test('entries that could not be read make the root a lower bound', (t) => {
  const host = hostWithEverything().group('volumes/data', { unreadable: 3 });
  const report = analyze(host.inventory({ walk: { unreadableCount: 3 } }), '0.0.0');
  t.false(report.complete);
  t.is(rootOf(report).scan.unreadable, 3);
  t.regex(rootOf(report).unmeasuredReason ?? '', /3 entries could not be read/);
});

const UNREAD: Readonly<Record<string, Overrides>> = {
  'may not be read': { root: { denied: true, walk: null, filesystem: FILESYSTEM } },
  'could not be entered by the walk': {
    walk: { unreadable: [{ path: ROOT, code: 'EACCES' }], unreadableCount: 1 },
  },
};

for (const [name, overrides] of Object.entries(UNREAD)) {
  test(`of a root that ${name} only the filesystem is known`, (t) => {
    const report = analyze(new HostBuilder().inventory(overrides), '0.0.0');
    const root = rootOf(report);
    t.false(report.complete);
    t.deepEqual(root.filesystem, FILESYSTEM);
    t.is(root.allocatedBytes, null);
    t.is(root.unaccountedBytes, null);
    t.is(root.unmeasuredReason, `${ROOT} may not be read by this user`);
    t.true(root.categories.every((category) => category.allocatedBytes === null));
  });
}

test('before the walk has begun every figure is still to come', (t) => {
  const report = analyze(hostWithEverything().inventory({ root: { walk: null } }), '0.0.0');
  t.is(rootOf(report).scan.state, 'running');
  t.is(rootOf(report).allocatedBytes, null);
  t.is(report.images[0]?.totalBytes, null);
  t.is(report.images[0]?.unmeasuredReason, 'not measured yet');
});

const ENGINE_ONLY = anEngine(
  { dataRoot: '/srv/docker' },
  {
    layersBytes: 1000,
    containers: [aContainer('a', { engineSizeRwBytes: 20 }), aContainer('b')],
    images: [
      anImage('app', { engineSizeBytes: 700, engineSharedBytes: 200, diffIds: [digestOf('base')] }),
      anImage('other'),
    ],
    volumes: [aVolume('data', { engineSizeBytes: 3000 }), aVolume('plugin', { driver: 'x' })],
    buildCache: [aCacheRecord('step', { engineSizeBytes: 40 })],
  },
);

test('of an engine alone the apparent figures are its own, and nothing is allocated or 0', (t) => {
  const report = analyze({ ...new HostBuilder().inventory({ engine: ENGINE_ONLY }), roots: [] }, '0.0.0');
  const root = rootOf(report);
  t.is(root.path, '/srv/docker');
  t.false(report.complete);
  t.deepEqual(
    root.categories.map(({ apparentBytes, source }) => [apparentBytes, source]),
    CATEGORIES.map((category) => {
      const told = { 'image-layers': 1000, 'writable-layers': 20, volumes: 3000, 'build-cache': 40 };
      const [, bytes] = Object.entries(told).find(([key]) => key === category) ?? [];
      return bytes === undefined ? [null, 'unmeasured'] : [bytes, 'engine'];
    }),
  );
  const figures = [
    ...root.categories.flatMap((one) => [one.allocatedBytes, one.inodes, one.objects, one.reclaimableBytes]),
    ...report.images.flatMap((one) => [one.totalBytes, one.sharedBytes, one.uniqueBytes, one.inodes]),
    ...report.containers.flatMap((one) => [one.writableLayerBytes, one.logBytes, one.totalBytes]),
    ...report.volumes.map((one) => one.allocatedBytes),
    ...report.buildCache.flatMap((one) => [one.allocatedBytes, one.reclaimableBytes]),
    root.allocatedBytes,
    root.unaccountedBytes,
    root.reclaimableBytes,
  ];
  t.deepEqual(new Set(figures), new Set([null]));
});

test('of an engine alone each record has the engine’s apparent size, and those without none', (t) => {
  const report = analyze({ ...new HostBuilder().inventory({ engine: ENGINE_ONLY }), roots: [] }, '0.0.0');
  t.deepEqual(
    report.images.map((image) => [image.apparentTotalBytes, image.apparentUniqueBytes, image.source]),
    [
      [700, 500, 'engine'],
      [null, null, 'unmeasured'],
    ],
  );
  t.deepEqual(report.images[0]?.layers, [digestOf('base')]);
  t.deepEqual(new Set(report.containers.map((one) => one.writableLayerApparentBytes)), new Set([20, null]));
  t.deepEqual(
    report.volumes.map((volume) => [volume.apparentBytes, volume.source]),
    [
      [3000, 'engine'],
      [null, 'unmeasured'],
    ],
  );
  t.is(report.buildCache[0]?.apparentBytes, 40);
});

test('an engine that was not asked for sizes leaves them unmeasured', (t) => {
  const engine = anEngine({}, { containers: [aContainer('a')], volumes: [aVolume('data')] });
  const report = analyze({ ...new HostBuilder().inventory({ engine }), roots: [] }, '0.0.0');
  t.true(rootOf(report).categories.every((category) => category.apparentBytes === null));
});

test('an engine that keeps its data root to itself has no root and is not complete', (t) => {
  const engine = anEngine({ dataRoot: null });
  const report = analyze({ ...new HostBuilder().inventory({ engine }), roots: [] }, '0.0.0');
  t.deepEqual(report.roots, []);
  t.false(report.complete);
});

/** Names of the networks, and whether none were collected. */
function networksOf(overrides: Overrides): [string[], boolean] {
  const report = analyze(new HostBuilder().inventory(overrides), '0.0.0');
  return [report.networks.map(({ name }) => name), report.notCollected.includes('networks')];
}

test('networks come from the engine, else from the disk, else they were not collected', (t) => {
  const network = aNetwork({ subnets: [{ subnet: '172.17.0.0/16', gateway: null }] });
  const told = { ...network, name: 'told' };
  const records = { networks: [network] };
  t.deepEqual(networksOf({ engine: anEngine({}, { networks: [told] }), records }), [['told'], false]);
  t.deepEqual(networksOf({ engine: anEngine({}, { networks: null }), records }), [['bridge'], false]);
  t.deepEqual(networksOf({ records: { networks: null } }), [[], true]);
});

test('where BuildKit’s holdings are unknown the categories that depend on them say so', (t) => {
  const report = analyze(hostWithEverything().inventory({ records: { buildCacheHoldings: null } }), '0.0.0');
  t.is(categoryOf(report, 'image-layers').reclaimableBytes, null);
  t.regex(categoryOf(report, 'image-layers').unmeasuredReason ?? '', /BuildKit/);
  t.is(rootOf(report).reclaimableBytes, null);
  t.false(report.complete);
});

test('an empty data root is all there is to it', (t) => {
  const host = new HostBuilder();
  const report = analyze(
    host.inventory({ records: { ...NO_RECORDS, stores: host.records().stores } }),
    '0.0.0',
  );
  t.is(rootOf(report).reclaimableBytes, 0);
  t.is(rootOf(report).unaccountedBytes, 0);
});
