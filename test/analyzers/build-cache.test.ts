import test from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import type { Report } from '../../src/report/types.js';
import { categoryOf, findIn, rootOf } from './find.js';
import { HostBuilder } from './host-builder.js';
import { aStore, anEngine } from './records.js';

function recordNamed(report: Report, description: string) {
  return findIn(report.buildCache, (record) => record.description === description);
}

test('an idle record frees its directory, one in use frees nothing', (t) => {
  const host = new HostBuilder();
  host.cacheDirectory('idle', 10_240);
  host.cacheDirectory('used', 20_480, { inUse: true });
  const report = analyze(host.inventory(), '0.0.0');
  t.is(recordNamed(report, 'idle').reclaimableBytes, 10_240);
  t.is(recordNamed(report, 'used').reclaimableBytes, 0);
  t.is(categoryOf(report, 'build-cache').allocatedBytes, 30_720);
  t.is(categoryOf(report, 'build-cache').reclaimableBytes, 10_240);
});

test('what a record in use stands on is in use as well', (t) => {
  const host = new HostBuilder();
  const below = host.cacheLayer('below', host.chain(['below']));
  const middle = host.cacheDirectory('middle', 512, { parents: [below.id] });
  host.cacheDirectory('top', 512, { parents: [middle.id], inUse: true });
  const report = analyze(host.inventory(), '0.0.0');
  t.deepEqual(
    report.buildCache.map((record) => record.inUse),
    [true, true, true],
  );
  t.is(rootOf(report).reclaimableBytes, 0);
});

test('a layer below one that a build uses stays, even when no record says so', (t) => {
  const host = new HostBuilder();
  host.cacheLayer('below', host.chain(['below']));
  host.cacheLayer('top', host.chain(['below', 'top']), { inUse: true });
  const report = analyze(host.inventory(), '0.0.0');
  t.is(recordNamed(report, 'below').reclaimableBytes, 0);
  t.is(rootOf(report).reclaimableBytes, 0);
});

test('a record whose layer an image holds frees nothing alone, and the layer when both go', (t) => {
  const host = new HostBuilder();
  host.image('app', ['base'], {}, 10_240);
  host.cacheLayer('base', host.chain(['base']));
  const report = analyze(host.inventory(), '0.0.0');
  t.true(recordNamed(report, 'base').shared);
  t.is(recordNamed(report, 'base').reclaimableBytes, 0);
  t.is(categoryOf(report, 'image-layers').reclaimableBytes, 0);
  t.is(categoryOf(report, 'image-metadata').reclaimableBytes, 4096);
  t.is(rootOf(report).reclaimableBytes, 10_240 + 8192 + 4096);
});

test('a directory of two records goes only when both go, and counts once', (t) => {
  for (const [first, second, expected] of [
    [false, false, 10_240],
    [true, false, 0],
    [false, true, 0],
  ] as const) {
    const host = new HostBuilder();
    const { cacheId } = host.cacheDirectory('one', 10_240, { inUse: first });
    host.cacheRecord('two', { cacheId, inUse: second });
    const report = analyze(host.inventory(), '0.0.0');
    t.is(categoryOf(report, 'build-cache').reclaimableBytes, expected);
    t.is(rootOf(report).reclaimableBytes, expected);
  }
});

test('a record’s directory is looked for in the driver that has it', (t) => {
  const host = new HostBuilder();
  host.cacheDirectory('own', 10_240);
  const stores = [aStore({ driver: 'fuse-overlayfs' }), ...host.records().stores, aStore({ driver: 'vfs' })];
  const report = analyze(host.inventory({ records: { stores } }), '0.0.0');
  t.is(recordNamed(report, 'own').allocatedBytes, 10_240);
});

test('a record without data has no size instead of 0', (t) => {
  const host = new HostBuilder();
  host.cacheRecord('nothing', {});
  const record = recordNamed(analyze(host.inventory(), '0.0.0'), 'nothing');
  t.is(record.allocatedBytes, null);
  t.is(record.source, 'unmeasured');
  t.is(record.unmeasuredReason, 'the record has no data of its own on the disk');
});

test('the engine says what is in use', (t) => {
  const host = new HostBuilder();
  const record = host.cacheDirectory('step', 10_240);
  const engine = anEngine({}, { buildCache: [{ ...record, inUse: true, engineSizeBytes: 5 }] });
  const [step] = analyze(host.inventory({ engine }), '0.0.0').buildCache;
  t.true(step?.inUse);
  t.is(step?.engineSizeBytes, 5);
  t.is(step?.reclaimableBytes, 0);
});

test('without BuildKit’s own records no build cache is promised', (t) => {
  const host = new HostBuilder().group('buildkit');
  const report = analyze(host.inventory({ records: { buildCache: null } }), '0.0.0');
  t.is(categoryOf(report, 'build-cache').reclaimableBytes, null);
  t.is(categoryOf(report, 'build-cache').objects, null);
});

test('a directory that a record names is BuildKit’s, also where its holdings are unknown', (t) => {
  const host = new HostBuilder();
  host.cacheDirectory('own', 10_240);
  const report = analyze(host.inventory({ records: { buildCacheHoldings: null } }), '0.0.0');
  t.is(categoryOf(report, 'build-cache').allocatedBytes, 10_240);
});

test('layers that only a stopped container holds go with it, and are in the total', (t) => {
  const host = new HostBuilder();
  const app = host.image('app', ['base'], {}, 10_240);
  const stopped = host.container('one', app, { imageId: null });
  host.images.pop();
  const inventory = host.inventory();
  const report = analyze(inventory, '0.0.0');
  const container = findIn(report.containers, ({ id }) => id === stopped.id);
  t.is(categoryOf(report, 'image-layers').reclaimableBytes, 0);
  t.is(rootOf(report).reclaimableBytes, (container.totalBytes ?? 0) + 10_240 + 8192);
});

test('what BuildKit’s own directory takes is told apart from the records, and is part of their category', (t) => {
  const host = new HostBuilder();
  host.cacheDirectory('step', 40_960);
  host.group('buildkit', { allocatedBytes: 4096 });
  host.group('buildkit/metadata_v2.db', { allocatedBytes: 65_536 });
  host.group('buildkit/content', { allocatedBytes: 8192 });
  const report = analyze(host.inventory(), '0.0.0');
  const category = categoryOf(report, 'build-cache');
  t.is(category.overheadBytes, 4096 + 65_536 + 8192);
  t.is(category.allocatedBytes, 40_960 + 4096 + 65_536 + 8192);
  t.is(categoryOf(report, 'volumes').overheadBytes, undefined);
});
