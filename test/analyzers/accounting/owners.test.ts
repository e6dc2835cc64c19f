import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import { categoryOf, findIn, rootOf } from '../find.js';
import { HostBuilder } from '../host-builder.js';
import { anEngine, hex64, OLD_MS, YOUNG_MS } from '../records.js';

const ORPHAN = hex64('orphan');

test('what only one of the two readings refers to is in use', (t) => {
  const host = new HostBuilder();
  host.image('app', ['base'], {}, 30_000);
  const [store] = host.records().stores;
  if (store === undefined) throw new Error('the builder makes one store');
  const without = [{ ...store, images: [], layers: [] }];
  const unused = [{ ...store, images: [] }];
  for (const stores of [without, unused]) {
    for (const overrides of [{ records: { stores }, earlier: {} }, { earlier: { stores } }]) {
      const report = analyze(host.inventory(overrides), '0.0.0');
      t.deepEqual(report.leftovers, []);
      t.is(categoryOf(report, 'image-layers').allocatedBytes, 30_000);
    }
  }
});

test('a layer that BuildKit held in either reading is no leftover', (t) => {
  const host = new HostBuilder();
  host.cacheLayer('step', host.chain(['step']));
  host.cacheDirectory('own', 30_000);
  const nothing = {
    buildCache: [],
    buildCacheHoldings: { cacheIds: new Set<string>(), chainIds: new Set<string>() },
  };
  for (const overrides of [{ records: nothing, earlier: {} }, { earlier: nothing }]) {
    t.deepEqual(analyze(host.inventory(overrides), '0.0.0').leftovers, []);
  }
});

test('a removal that only one reading saw is under way and no leftover', (t) => {
  const host = new HostBuilder();
  host.halfRemoved('half', 30_000);
  const stores = host.records().stores.map((store) => ({ ...store, pendingRemovals: [] }));
  for (const overrides of [{ records: { stores }, earlier: {} }, { earlier: { stores } }]) {
    const report = analyze(host.inventory(overrides), '0.0.0');
    t.false(report.leftovers.some((leftover) => leftover.kind === 'half-removed-layer'));
  }
});

test('a removal marker never takes a directory that something in use refers to', (t) => {
  const host = new HostBuilder();
  const app = host.image('app', ['base'], {}, 30_000);
  const layer = host.layers.get(host.chain(['base']));
  host.removals.push({ name: `${hex64('x')}-1-removing`, cacheId: layer?.cacheId ?? null });
  const report = analyze(host.inventory(), '0.0.0');
  t.is(findIn(report.images, ({ id }) => id === app.id).totalBytes, 30_000);
  t.is(categoryOf(report, 'image-layers').allocatedBytes, 30_000);
});

test('where it is unknown what BuildKit holds, nothing is called orphaned', (t) => {
  const host = new HostBuilder();
  host.directory(ORPHAN, 30_000);
  host.chain(['unused']);
  for (const overrides of [
    { records: { buildCacheHoldings: null }, earlier: {} },
    { earlier: { buildCacheHoldings: null } },
  ]) {
    const report = analyze(host.inventory(overrides), '0.0.0');
    t.false(report.leftovers.some((leftover) => leftover.kind === 'orphaned-layer-directory'));
    t.is(rootOf(report).unaccountedBytes, 30_000);
  }
  const report = analyze(host.inventory({ records: { buildCacheHoldings: null } }), '0.0.0');
  t.deepEqual(report.leftovers, []);
});

test('writable and init layers, layers under a container and mounts of running builds are in use', (t) => {
  const host = new HostBuilder();
  const app = host.image('app', ['base'], {}, 30_000);
  host.container('one', app, { imageId: null });
  host.images.pop();
  host.directory('abcdefghijklmnopqrstuvwxy', 40_960);
  host.mounts.push({
    name: hex64('m').slice(0, 25),
    mountId: 'abcdefghijklmnopqrstuvwxy',
    initId: null,
    parentChainId: null,
  });
  const report = analyze(host.inventory({ root: { heldByEngine: true } }), '0.0.0');
  t.deepEqual(report.leftovers, []);
  t.is(categoryOf(report, 'image-layers').allocatedBytes, 30_000);
  t.is(categoryOf(report, 'writable-layers').allocatedBytes, 20_000 + 12_288);
  t.is(categoryOf(report, 'build-cache').allocatedBytes, 40_960);
});

test('a short link that came and went while an engine runs is its work, and unexplained when it stays', (t) => {
  const LINK = 'overlay2/l/ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const unread = hex64('a directory whose link was not read');
  for (const [newestMs, unaccountedBytes] of [
    [YOUNG_MS, 0],
    [OLD_MS, 4096],
  ] as const) {
    const host = new HostBuilder()
      .group(LINK, { newestMs })
      .group(`overlay2/${unread}`, { newestMs: OLD_MS });
    const report = analyze(host.inventory({ engine: anEngine() }), '0.0.0');
    t.is(rootOf(report).unaccountedBytes, unaccountedBytes);
  }
});
