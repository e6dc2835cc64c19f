import test from 'ava';
import * as fc from 'fast-check';
import { PRIVATE_CONTAINERD } from '../../../src/model/containerd-layout.js';
import type { Inventory } from '../../../src/model/inventory.js';
import { HostBuilder } from '../host-builder.js';
import { containerdInventory, containerdSpec } from '../store/arbitrary-containerd-host.js';
import { ContainerdHost, SNAPSHOTTER } from '../store/containerd-host.js';
import { aCacheRecord, aContainer, hex64 } from '../records.js';
import { modelOf, subset } from './model.js';
import { freedBytes, goes } from './reference.js';

const CONTAINER = hex64('web');
/** A layer has a snapshot and a blob, an image a manifest and a configuration. */
const [SNAPSHOT, BLOB, DOCUMENTS] = [10_240, 5120, 2 * 4096];

function inventoryOf(
  containerd: ContainerdHost,
  records: Parameters<HostBuilder['records']>[0] = {},
): Inventory {
  const host = new HostBuilder();
  for (const group of containerd.groups.values()) host.groups.set(group.path, group);
  return host.inventory({ records: { stores: [], containerd: [containerd.store()], ...records } });
}

/** Bytes that go with these objects, by their names. */
function freed(inventory: Inventory, ...names: readonly string[]): number {
  const { model } = modelOf(inventory);
  const positions = [...model.objects.entries()].filter(([, { name }]) => names.includes(name ?? ''));
  if (positions.length !== names.length) throw new Error(`${positions.length} objects of ${names.length}`);
  return model.freedBy(positions.map(([position]) => position)).allocatedBytes;
}

function twoImages(): ContainerdHost {
  const host = new ContainerdHost(PRIVATE_CONTAINERD);
  for (const name of ['one', 'two']) {
    host.name(`docker.io/shop/${name}:1`, host.platform(name, ['base', name]).manifest);
  }
  return host;
}

test('in containerd’s store a set frees what is worked out from the beginning', (t) => {
  t.timeout(60_000);
  const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(containerdSpec, bits, (spec, chosen) => {
      const host = modelOf(containerdInventory(spec));
      const marked = new Set(subset(host.model.objects.length, chosen));
      for (const position of marked) host.model.mark(position);
      const removed = goes(host, marked);
      for (const position of host.model.objects.keys()) {
        t.is(host.model.isRemoved(position), removed.has(position));
      }
      t.is(host.model.freed().allocatedBytes, freedBytes(host, marked));
    }),
    { numRuns: 150 },
  );
});

test('an image frees snapshots and blobs that it holds alone, and what two share with the second', (t) => {
  const inventory = inventoryOf(twoImages());
  const alone = SNAPSHOT + BLOB + DOCUMENTS;
  t.is(freed(inventory, 'shop/one:1'), alone);
  t.is(freed(inventory, 'shop/one:1', 'shop/two:1'), 2 * alone + SNAPSHOT + BLOB);
});

test('the snapshots below a container stay with it, the blobs go with the image', (t) => {
  const host = twoImages();
  const chain = host.snapshots.find(({ parent }) => parent !== null)?.key ?? null;
  host.snapshot(`${CONTAINER}-init`, chain, 4096);
  host.snapshot(CONTAINER, `${CONTAINER}-init`, 8192, 'active');
  host.lease(CONTAINER, { snapshots: [{ snapshotter: SNAPSHOTTER, key: CONTAINER }] });
  const record = { ...aContainer('web', { storageDriver: SNAPSHOTTER }), id: CONTAINER };
  const inventory = inventoryOf(host, { containers: [record] });
  t.is(freed(inventory, 'shop/one:1'), BLOB + DOCUMENTS);
  t.is(freed(inventory, 'web'), 4096 + 8192);
  t.is(freed(inventory, 'shop/one:1', 'web'), SNAPSHOT + BLOB + DOCUMENTS + 4096 + 8192);
});

test('the snapshot of an image’s layer goes with the last of the image and the build cache', (t) => {
  const host = twoImages();
  const key = host.snapshots.find(({ parent }) => parent !== null)?.key ?? '';
  const record = aCacheRecord('step', { inUse: false, snapshot: { snapshotter: SNAPSHOTTER, key } });
  host.lease(record.id, { snapshots: [{ snapshotter: SNAPSHOTTER, key }] });
  const inventory = inventoryOf(host, { buildCache: [record] });
  t.is(freed(inventory, 'step'), 0);
  t.is(freed(inventory, 'shop/one:1'), BLOB + DOCUMENTS);
  t.is(freed(inventory, 'shop/one:1', 'step'), SNAPSHOT + BLOB + DOCUMENTS);
});

test('what a lease of something else or another namespace keeps is never freed', (t) => {
  const host = twoImages();
  const key = host.snapshots.find(({ parent }) => parent !== null)?.key ?? '';
  host.lease('something', { snapshots: [{ snapshotter: SNAPSHOTTER, key }] });
  t.is(freed(inventoryOf(host), 'shop/one:1'), BLOB + DOCUMENTS);
  const shared = twoImages();
  const blob = shared.blob('blob one', 0);
  shared.namespace('k8s.io', [blob]);
  t.is(freed(inventoryOf(shared), 'shop/one:1'), SNAPSHOT + DOCUMENTS);
});

test('what the leases of a record keep goes with it, and that of another record does not', (t) => {
  const host = twoImages();
  const [record, other] = ['step', 'other'].map((name) => aCacheRecord(name, { inUse: false }));
  if (record === undefined || other === undefined) throw new Error('two records were made');
  host.lease(`${record.id}-variants`, { content: [host.blob('variant', 40_960)] });
  host.lease(other.id, { content: [host.blob('own', 4096)] });
  const inventory = inventoryOf(host, { buildCache: [record, other] });
  t.is(freed(inventory, 'step'), 40_960);
  t.is(freed(inventory, 'other'), 4096);
});
