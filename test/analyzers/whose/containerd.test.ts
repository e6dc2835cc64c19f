import test from 'ava';
import type { SnapshotEntry, StoredSnapshot } from '../../../src/model/containerd.js';
import { PRIVATE_CONTAINERD, snapshotDirectory } from '../../../src/model/containerd-layout.js';
import { HostBuilder, ROOT } from '../host-builder.js';
import { aNetwork, digestOf } from '../records.js';
import { ContainerdHost, SNAPSHOTTER } from '../store/containerd-host.js';
import { ask, askOne, namesOf } from './ask.js';

const SNAPSHOTS = snapshotDirectory(PRIVATE_CONTAINERD, SNAPSHOTTER, '').replace(/\/$/, '');

/** Two images on one base and a container of the upper one, in containerd's image store. */
function harbour() {
  const host = new HostBuilder();
  const store = new ContainerdHost(PRIVATE_CONTAINERD);
  const { manifest: base, chain } = store.platform('base', ['base']);
  const { manifest: app, chain: upper } = store.platform('app', ['base', 'app']);
  store.name('docker.io/library/base:1', base).name('docker.io/library/app:1', app);
  const web = host.container('web', null, { imageId: app, storageDriver: SNAPSHOTTER });
  // Its writable layer lies in containerd's store, not in the graph driver's.
  host.mounts.length = 0;
  const [BASE = ''] = chain;
  const APP = upper.at(-1) ?? '';
  store.snapshot(`${web.id}-init`, APP, 8192);
  store.snapshot(web.id, `${web.id}-init`, 12_288, 'active');
  store.lease(web.id, { snapshots: [{ snapshotter: SNAPSHOTTER, key: web.id }] });
  const inventory = () => {
    for (const group of store.groups.values()) host.groups.set(group.path, group);
    for (const path of ['containerd', PRIVATE_CONTAINERD, SNAPSHOTS]) host.group(path);
    return host.inventory({ records: { stores: [], containerd: [store.store()] } });
  };
  return { host, store, base, app, web, BASE, APP, inventory };
}

const CONTAINER = 12_288 + 8192 + 2 * 4096;
const SNAPSHOT = 10_240;
/** Snapshot and compressed blob of a layer; manifest and configuration of an image. */
const LAYER = SNAPSHOT + 5120;
const DOCUMENTS = 2 * 4096;

test('a snapshot is found by its key, its number and its directory, and goes with all that stands on it', (t) => {
  const { base, app, web, BASE, inventory } = harbour();
  for (const key of [
    BASE,
    BASE.slice(7, 20),
    '1',
    `moby/1/${BASE}`,
    `${ROOT}/${SNAPSHOTS}/1/fs/etc/passwd`,
  ]) {
    const answer = askOne(inventory(), key);
    t.like(answer, { kind: 'layer', id: BASE, category: 'image-layers', allocatedBytes: SNAPSHOT }, key);
    t.deepEqual(namesOf(answer.holders), [`container ${web.id}`, `image ${app}`, `image ${base}`].sort());
    t.is(answer.toFree.freedBytes, CONTAINER + 2 * LAYER + 2 * DOCUMENTS);
  }
});

test('a container’s snapshots belong to it by number, key and path', (t) => {
  const { web, inventory } = harbour();
  for (const key of ['3', '4', `${web.id}-init`, `${ROOT}/${SNAPSHOTS}/4/fs/x`]) {
    const answer = askOne(inventory(), key);
    t.like(answer, { kind: 'container', id: web.id }, key);
    t.is(answer.toFree.freedBytes, CONTAINER);
  }
});

test('a blob names the images that hold it and what each of them is to it', (t) => {
  const { base, app, web, inventory } = harbour();
  const layer = digestOf('blob base');
  const answer = askOne(inventory(), layer.slice(0, 19));
  t.like(answer, { kind: 'blob', id: layer, category: 'image-content', allocatedBytes: 5120 });
  t.deepEqual(namesOf(answer.holders), [`image ${app}`, `image ${base}`].sort());
  t.deepEqual(
    namesOf(answer.toFree.objects),
    [`container ${web.id}`, `image ${app}`, `image ${base}`].sort(),
  );
  const { answers } = ask(inventory(), [base]);
  t.deepEqual(namesOf(answers), [`blob ${base}`, `image ${base}`]);
  t.regex(answers.find(({ kind }) => kind === 'blob')?.description ?? '', /^a manifest/);
});

test('a lease, another namespace and a build cache record are named as holders; only the record can be removed', (t) => {
  const { host, store, APP, inventory } = harbour();
  const leased = store.blob('leased', 4096);
  store.lease('keep', { content: [leased] });
  const shared = digestOf('blob app');
  store.namespace('k8s.io', [shared]);
  const record = host.cacheRecord('step', { snapshot: { snapshotter: SNAPSHOTTER, key: APP } });
  const cached = store.blob('cached', 8192);
  store.lease(record.id, { snapshots: [{ snapshotter: SNAPSHOTTER, key: APP }] });
  store.lease(`${record.id}-variants`, { content: [cached] });
  const byLease = askOne(inventory(), leased);
  t.deepEqual(namesOf(byLease.holders), ['lease keep']);
  t.is(byLease.toFree.freedBytes, null);
  const byOthers = askOne(inventory(), shared);
  t.true(namesOf(byOthers.holders).includes('namespace k8s.io'));
  t.is(byOthers.toFree.freedBytes, null);
  const layer = askOne(inventory(), APP);
  t.true(namesOf(layer.toFree.objects).includes(`build-cache ${record.id}`));
  const blob = askOne(inventory(), cached);
  t.deepEqual(namesOf(blob.toFree.objects), [`build-cache ${record.id}`]);
  t.is(blob.toFree.freedBytes, 8192, 'its layers stay with the image');
});

/** A snapshot of another client; returns its number. */
function foreignSnapshot(store: ContainerdHost): string {
  const id = '99';
  const entry: SnapshotEntry = {
    snapshotter: SNAPSHOTTER,
    key: 'foreign',
    name: 'k8s.io/1/foreign',
    parent: null,
    createdAt: null,
    labels: {},
  };
  const recorded = { createdAt: null, recordedBytes: null, recordedInodes: null };
  const stored: StoredSnapshot = { name: entry.name, id, kind: 'committed', parent: null, ...recorded };
  store.stored.push(stored);
  store.namespace('k8s.io', []);
  const [namespace] = store.others.splice(0);
  if (namespace !== undefined) store.others.push({ ...namespace, snapshots: [entry] });
  store.group(snapshotDirectory(PRIVATE_CONTAINERD, SNAPSHOTTER, id), 4096);
  return id;
}

test('what another client of the same containerd has recorded is its own', (t) => {
  const { store, inventory } = harbour();
  const number = foreignSnapshot(store);
  for (const key of [number, `${ROOT}/${SNAPSHOTS}/${number}/fs`]) {
    const answer = askOne(inventory(), key);
    t.like(answer, { kind: 'area', category: 'other-namespaces' }, key);
    t.deepEqual(namesOf(answer.holders), ['namespace k8s.io']);
    t.is(answer.toFree.freedBytes, null);
  }
});

test('what nothing reaches is a leftover by its digest, key, number and path; a lease that broke off has several places', (t) => {
  const { store, inventory } = harbour();
  const blob = store.blob('alone', 4096);
  const number = store.snapshot('extract-1 sha256:x', null, 8192).split('/').at(-1) ?? '';
  const leased = [store.blob('half', 4096), store.blob('other half', 8192)];
  store.lease('pull', { content: leased, expiresAt: '2020-01-01T00:00:00Z' });
  for (const key of [blob, number, `${ROOT}/${SNAPSHOTS}/${number}`]) {
    t.like(askOne(inventory(), key), { kind: 'leftover', category: 'leftovers' }, key);
  }
  for (const key of [...leased, 'pull']) {
    const answer = askOne(inventory(), key);
    t.like(answer, { kind: 'leftover', id: 'pull', name: 'stale-lease', allocatedBytes: 12_288, path: null });
    t.is(answer.toFree.freedBytes, 12_288);
  }
});

test('a network is found by name and id, and takes no space', (t) => {
  const network = aNetwork({ name: 'shop_default' });
  const inventory = new HostBuilder().inventory({ records: { networks: [network] } });
  for (const key of ['shop_default', 'shop', network.id, network.id.slice(0, 12)]) {
    t.like(askOne(inventory, key), { kind: 'network', id: network.id, allocatedBytes: null }, key);
  }
});
