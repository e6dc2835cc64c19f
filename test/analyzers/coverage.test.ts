import test from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import type { Report } from '../../src/report/types.js';
import { categoryOf, rootOf } from './find.js';
import { HostBuilder, ROOT } from './host-builder.js';
import { anEngine, anImage } from './records.js';

function codes(report: Report): string[] {
  return report.problems.map((problem) => problem.code);
}

for (const driver of ['zfs', 'devicemapper']) {
  test(`layers of the storage driver ${driver} are in a pool that no walk sees, and a problem says so`, (t) => {
    const host = new HostBuilder().group(driver, { allocatedBytes: 4096 });
    const report = analyze(host.inventory(), '0.0.0');
    t.is(rootOf(report).unaccountedBytes, 0);
    t.deepEqual(codes(report), ['storage-driver-not-covered']);
    t.is(report.problems[0]?.path, `${ROOT}/${driver}`);
    t.not(report.problems[0]?.missing, null);
    t.false(report.complete);
  });
}

for (const driver of ['overlay', 'vfs', 'btrfs', 'aufs']) {
  test(`what a directory of the storage driver ${driver} holds beside layers is unaccounted`, (t) => {
    const host = new HostBuilder().group(driver, { allocatedBytes: 4096 });
    host.group(`${driver}/strange`, { allocatedBytes: 50_176 });
    const report = analyze(host.inventory(), '0.0.0');
    t.is(rootOf(report).unaccountedBytes, 50_176);
    t.deepEqual(codes(report), []);
  });
}

test('a host with an overlay driver alone has no such problem', (t) => {
  const report = analyze(new HostBuilder().group('fuse-overlayfs').inventory(), '0.0.0');
  t.deepEqual(codes(report), []);
  t.true(report.complete);
});

test('the engine’s own containerd directory is engine state beside a graph-driver store', (t) => {
  const host = new HostBuilder().group('containerd', { allocatedBytes: 50_176 });
  for (const engine of [null, anEngine(), anEngine({ imageStore: null })]) {
    const report = analyze(host.inventory({ engine }), '0.0.0');
    t.is(rootOf(report).unaccountedBytes, 0);
    t.deepEqual(codes(report), []);
  }
});

test('without a graph-driver store containerd may hold the images: unaccounted, and a problem', (t) => {
  const host = new HostBuilder().group('containerd', { allocatedBytes: 50_176 });
  const report = analyze(host.inventory({ records: { stores: [] } }), '0.0.0');
  t.is(rootOf(report).unaccountedBytes, 50_176);
  t.deepEqual(codes(report), ['containerd-store-not-found']);
  t.is(report.problems[0]?.path, `${ROOT}/containerd`);
  t.false(report.complete);
});

test('an engine that says containerd keeps images there, beside the graph-driver store of earlier days', (t) => {
  const host = new HostBuilder().group('containerd', { allocatedBytes: 50_176 });
  const old = host.image('old', ['base'], {}, 30_208);
  const live = anImage('live', { engineSizeBytes: 77 });
  const engine = anEngine({ imageStore: 'containerd' }, { images: [live] });
  const report = analyze(host.inventory({ engine }), '0.0.0');
  t.is(rootOf(report).unaccountedBytes, 50_176);
  t.deepEqual(codes(report), ['containerd-store-not-found']);
  t.is(categoryOf(report, 'image-layers').allocatedBytes, 30_208);
  t.deepEqual(
    report.images.map(({ id, imageStore, totalBytes, apparentTotalBytes }) => [
      id,
      imageStore,
      totalBytes,
      apparentTotalBytes,
    ]),
    [
      [old.id, 'graphdriver', 30_208, 15_104],
      [live.id, 'containerd', null, 77],
    ],
  );
  t.regex(report.images[1]?.unmeasuredReason ?? '', /image store/);
});

test('an engine with a containerd elsewhere is not covered either', (t) => {
  const engine = anEngine({ imageStore: 'containerd' });
  const report = analyze(new HostBuilder().inventory({ engine, records: { stores: [] } }), '0.0.0');
  t.deepEqual(codes(report), ['containerd-store-not-found']);
  t.is(report.problems[0]?.path, null);
});

test('a container whose writable layer is in containerd’s store has no total, and says why', (t) => {
  const host = new HostBuilder();
  host.container('one', null, { storageDriver: 'overlayfs' });
  const report = analyze(host.inventory({ records: { stores: [] } }), '0.0.0');
  const [container] = report.containers;
  t.is(container?.writableLayerBytes, null);
  t.is(container?.totalBytes, null);
  t.is(container?.reclaimableBytes, null);
  t.regex(container?.unmeasuredReason ?? '', /writable layer/);
  t.is(categoryOf(report, 'writable-layers').reclaimableBytes, null);
});

test('of a root that may not be read nothing is said beyond that', (t) => {
  const engine = anEngine({ imageStore: 'containerd' });
  const report = analyze(
    new HostBuilder().inventory({ engine, root: { denied: true, walk: null } }),
    '0.0.0',
  );
  t.deepEqual(codes(report), []);
});
