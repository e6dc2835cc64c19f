import test from 'ava';
import { chainIds } from '../../../src/model/digest.js';
import { ContainerdBuilder } from '../containerd-builder.js';
import { HostBuilder, ROOT } from '../host-builder.js';
import { digestOf, hex64 } from '../records.js';
import { ask, askOne, namesOf } from './ask.js';

const LAYERS = ['base', 'app'];
const [BASE = '', APP = ''] = chainIds(LAYERS.map(digestOf));
const SNAPSHOTS = 'containerd/daemon/io.containerd.snapshotter.v1.overlayfs/snapshots';

/** Two images on one base and a container of the upper one, in containerd's image store. */
function harbour() {
  const host = new HostBuilder();
  const store = new ContainerdBuilder(host);
  const base = store.image('base:1', ['base']);
  const app = store.image('app:1', LAYERS);
  const web = host.container('web', null, { imageId: app, storageDriver: 'overlayfs' });
  // Its writable layer lies in containerd's store, not in the graph driver's.
  host.mounts.length = 0;
  store.container(web.id, LAYERS);
  const inventory = () => host.inventory({ records: { stores: [], containerd: [store.store()] } });
  return { host, store, base, app, web, inventory };
}

const WRITABLE = 12_288 + 8192;
const CONTAINER = WRITABLE + 2 * 4096;
/** Snapshot and compressed blob of a layer; manifest and configuration of an image. */
const LAYER = 20_480 + 10_240;
const DOCUMENTS = 2 * 4096;

test('a snapshot is found by its key, its number and its directory, and goes with all that stands on it', (t) => {
  const { base, app, web, inventory } = harbour();
  for (const key of [
    BASE,
    BASE.slice(7, 20),
    '1',
    `moby/1/${BASE}`,
    `${ROOT}/${SNAPSHOTS}/1/fs/etc/passwd`,
  ]) {
    const answer = askOne(inventory(), key);
    t.like(answer, { kind: 'layer', id: BASE, category: 'image-layers', allocatedBytes: 20_480 }, key);
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
  const layer = digestOf('blob layer base');
  const answer = askOne(inventory(), layer.slice(0, 19));
  t.like(answer, { kind: 'blob', id: layer, category: 'image-content', allocatedBytes: 10_240 });
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
  const { host, store, inventory } = harbour();
  const leased = store.blob('leased', 4096);
  store.lease('keep', { content: [leased] });
  const shared = digestOf('blob layer app');
  store.blob('layer app', 10_240, {}, 'k8s.io');
  const record = host.cacheRecord('step', { snapshot: { snapshotter: 'overlayfs', key: APP } });
  const cached = store.blob('cached', 8192);
  store.lease(record.id, { snapshots: [APP] });
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

test('what another client of the same containerd has recorded is its own', (t) => {
  const { store, inventory } = harbour();
  const number = store.snapshot('foreign', null, 4096, { namespace: 'k8s.io' });
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
  const number = store.snapshot('extract-1 sha256:x', null, 8192);
  const leased = [store.blob('half', 4096), store.blob('other half', 8192)];
  store.lease('pull', { content: leased }, { expiresAt: '2020-01-01T00:00:00Z' });
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
  const network = {
    id: hex64('network'),
    name: 'shop_default',
    driver: 'bridge',
    scope: 'local',
    internal: false,
    createdAt: null,
    subnets: [],
  };
  const inventory = new HostBuilder().inventory({ records: { networks: [network] } });
  for (const key of ['shop_default', 'shop', network.id, network.id.slice(0, 12)]) {
    t.like(askOne(inventory, key), { kind: 'network', id: network.id, allocatedBytes: null }, key);
  }
});
