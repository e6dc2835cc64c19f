import test from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import type { ContainerdStore } from '../../src/model/containerd.js';
import { CONTENT_STORE, PRIVATE_CONTAINERD } from '../../src/model/containerd-layout.js';
import type { Report } from '../../src/report/types.js';
import { ContainerdHost, SNAPSHOTTER } from './store/containerd-host.js';
import { categoryOf, findIn, rootOf } from './find.js';
import { HostBuilder, type Overrides } from './host-builder.js';
import { anEngine, aContainer, hex64, TAKEN_AT, YOUNG_MS } from './records.js';

const CONTAINER = hex64('web');

/** A data root with a private containerd, and what the containerd host has. */
function report(
  containerd: ContainerdHost,
  overrides: Overrides = {},
  store?: Partial<ContainerdStore>,
): Report {
  const host = new HostBuilder();
  host.group('containerd').group(PRIVATE_CONTAINERD);
  for (const group of containerd.groups.values()) host.groups.set(group.path, group);
  const records = { stores: [], containerd: [containerd.store(store)], ...overrides.records };
  return analyze(host.inventory({ ...overrides, records }), '0.0.0');
}

function aHost(): ContainerdHost {
  return new ContainerdHost(PRIVATE_CONTAINERD);
}

test('what images share in snapshots and blobs is shared, the rest unique, and goes with its image', (t) => {
  const host = aHost();
  const one = host.platform('one', ['base', 'one']);
  const two = host.platform('two', ['base', 'two']);
  host.name('docker.io/shop/one:1', one.manifest).name('docker.io/shop/two:1', two.manifest);
  const { images, roots } = report(host);
  for (const image of images) {
    t.is(image.layerBytes, 20_480);
    t.is(image.contentBytes, 2 * 5120 + 2 * 4096);
    t.is(image.totalBytes, 20_480 + 18_432);
    t.is(image.sharedBytes, 10_240 + 5120);
    t.is(image.contentSharedBytes, 5120);
    t.is(image.contentUniqueBytes, 5120 + 2 * 4096);
    t.is(image.uniqueBytes, 10_240 + 5120 + 8192);
    t.is(image.reclaimableBytes, image.uniqueBytes);
  }
  t.is(categoryOf(report(host), 'image-layers').allocatedBytes, 3 * 10_240);
  t.is(categoryOf(report(host), 'image-content').reclaimableBytes, 3 * 5120 + 4 * 4096);
  t.is(roots[0]?.unaccountedBytes, 0);
});

test('a container holds its snapshots and the layers below, also when its image is gone', (t) => {
  const host = aHost();
  const { chain } = host.platform('app', ['base', 'top']);
  const init = host.snapshot(`${CONTAINER}-init`, chain.at(-1) ?? null, 4096);
  const writable = host.snapshot(CONTAINER, `${CONTAINER}-init`, 8192, 'active');
  host.blobs.splice(0);
  host.groups.delete('');
  const snapshots = [CONTAINER, `${CONTAINER}-init`].map((key) => ({ snapshotter: SNAPSHOTTER, key }));
  host.lease(CONTAINER, { snapshots });
  const record = { ...aContainer('web', { storageDriver: SNAPSHOTTER }), id: CONTAINER };
  const found = report(host, { records: { containers: [record] } });
  const [container] = found.containers;
  t.is(container?.writableLayerBytes, 8192);
  t.is(container?.initLayerBytes, 4096);
  t.true(container?.writableLayerPath?.endsWith(writable));
  t.is(categoryOf(found, 'writable-layers').allocatedBytes, 12_288);
  t.is(categoryOf(found, 'image-layers').allocatedBytes, 20_480);
  t.deepEqual(findIn(found.layers, ({ chainId }) => chainId === chain[0]).containers, [CONTAINER]);
  t.false(found.leftovers.some(({ path }) => path.endsWith(init)));
});

test('the snapshots of a container that no engine has are a leftover, under its lease’s name', (t) => {
  const host = aHost();
  const { manifest, chain } = host.platform('app', ['base']);
  host.name('docker.io/shop/app:1', manifest);
  host.snapshot(`${CONTAINER}-init`, chain[0] ?? null, 4096);
  host.snapshot(CONTAINER, `${CONTAINER}-init`, 8192, 'active');
  host.lease(CONTAINER, { snapshots: [{ snapshotter: SNAPSHOTTER, key: CONTAINER }] });
  const [leftover, ...more] = report(host).leftovers;
  t.deepEqual(more, []);
  t.is(leftover?.kind, 'stale-lease');
  t.is(leftover?.key, CONTAINER);
  t.is(leftover?.allocatedBytes, 12_288);
  t.is(categoryOf(report(host), 'image-layers').allocatedBytes, 10_240);
  const unlisted = { records: { unlisted: ['containers'] } };
  t.deepEqual(report(host, unlisted).leftovers, [], 'it may be a container that could not be listed');
});

const EXPIRES = new Date(Date.parse(TAKEN_AT) + 3_600_000).toISOString();

/** A pull that has a blob, a snapshot that is being unpacked, and a download. */
function pull(expiresAt: string): ContainerdHost {
  const host = aHost();
  const digest = host.blob('layer', 20_480);
  host.snapshot('extract-1-abc sha256:1', null, 8192, 'active');
  host.lease('pull', {
    createdAt: TAKEN_AT,
    expiresAt,
    labels: { 'moby/prune.images': 'true' },
    content: [digest],
    snapshots: [{ snapshotter: SNAPSHOTTER, key: 'extract-1-abc sha256:1' }],
  });
  return host;
}

test('what the lease of a pull keeps is work under way while an engine runs', (t) => {
  const found = report(pull(EXPIRES), { engine: anEngine({ imageStore: 'containerd' }) });
  t.deepEqual(found.leftovers, []);
  t.is(categoryOf(found, 'image-content').allocatedBytes, 0);
});

test('what the lease of a pull keeps is one leftover when no engine runs, and when it has expired', (t) => {
  const live = anEngine({ imageStore: 'containerd' });
  for (const found of [report(pull(EXPIRES)), report(pull(TAKEN_AT), { engine: live })]) {
    const [leftover, ...more] = found.leftovers;
    t.deepEqual(more, []);
    t.is(leftover?.kind, 'stale-lease');
    t.is(leftover?.key, 'pull');
    t.is(leftover?.allocatedBytes, 28_672);
    t.is(categoryOf(found, 'leftovers').allocatedBytes, 28_672);
  }
});

test('what no root reaches is a leftover, and so is what no database has', (t) => {
  const host = aHost();
  const digest = host.blob('lost', 20_480);
  host.snapshot('sha256:1', null, 8192);
  const unrecorded = `${PRIVATE_CONTAINERD}/${CONTENT_STORE}/blobs/sha256/${hex64('file')}`;
  host.group(unrecorded, 512);
  host.group(`${PRIVATE_CONTAINERD}/io.containerd.snapshotter.v1.overlayfs/snapshots/77`, 1024);
  host.group(`${PRIVATE_CONTAINERD}/${CONTENT_STORE}/ingest/${hex64('download')}`, 2048);
  const found = report(host);
  t.deepEqual(
    found.leftovers.map(({ kind, key, allocatedBytes }) => [kind, key, allocatedBytes]),
    [
      ['unreferenced-blob', digest, 20_480],
      ['orphaned-snapshot', 'sha256:1', 8192],
      ['stale-ingest', null, 2048],
      ['orphaned-snapshot', null, 1024],
      ['unreferenced-blob', null, 512],
    ],
  );
  t.is(rootOf(found).unaccountedBytes, 0);
});

test('what databases do not have is unaccounted, not a leftover, where they could not be read whole', (t) => {
  const host = aHost();
  const { manifest } = host.platform('app', ['base']);
  host.name('docker.io/shop/app:1', manifest);
  host.group(`${PRIVATE_CONTAINERD}/io.containerd.snapshotter.v1.overlayfs/snapshots/77`, 1024);
  const found = report(host, {}, { reliable: false });
  t.deepEqual(found.leftovers, []);
  t.is(rootOf(found).unaccountedBytes, 1024);
  t.is(rootOf(found).reclaimableBytes, null);
});

test('what is new is no leftover while an engine runs', (t) => {
  const host = aHost();
  const digest = host.blob('lost', 20_480);
  for (const [path, group] of host.groups) host.groups.set(path, { ...group, newestMs: YOUNG_MS });
  t.deepEqual(report(host, { engine: anEngine({ imageStore: 'containerd' }) }).leftovers, []);
  t.is(report(host).leftovers[0]?.key, digest);
});

test('blobs of other clients are theirs, also without an image of Docker’s; shared ones stay when Docker’s image goes', (t) => {
  const host = aHost();
  const { manifest, config } = host.platform('app', ['base']);
  host.name('docker.io/shop/app:1', manifest);
  const foreign = host.blob('foreign', 6144);
  host.blobs.pop();
  host.namespace('k8s.io', [foreign, config]);
  const found = report(host);
  t.is(categoryOf(found, 'other-namespaces').allocatedBytes, 6144);
  t.is(categoryOf(found, 'image-content').allocatedBytes, 5120 + 2 * 4096);
  t.is(found.images[0]?.reclaimableBytes, 10_240 + 5120 + 4096);
});

test('what BuildKit’s lease keeps is build cache, and shared with the image that has it', (t) => {
  const host = aHost();
  const { manifest, chain } = host.platform('app', ['base']);
  host.name('docker.io/shop/app:1', manifest);
  const id = 'abcdefghijklmnopqrstuvwxy';
  const own = host.snapshot(id, chain[0] ?? null, 6144);
  host.lease(id, { snapshots: [{ snapshotter: SNAPSHOTTER, key: id }] });
  const found = report(host);
  t.is(categoryOf(found, 'build-cache').allocatedBytes, 6144);
  t.true(findIn(found.layers, (layer) => layer.path?.endsWith(own) === true).buildCache);
  t.true(findIn(found.layers, ({ chainId }) => chainId === chain[0]).buildCache);
  t.is(found.images[0]?.reclaimableBytes, 5120 + 2 * 4096, 'the layer stays for the build cache');
});
