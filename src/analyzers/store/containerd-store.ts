import type { BuildCacheRecord } from '../../model/build-cache.js';
import type { ContainerdStore } from '../../model/containerd.js';
import { containerdImages } from './containerd-images.js';
import { ContainerdIndex, holderOf, type IndexedSnapshot } from './containerd-index.js';
import type { Holdings, LayerStore, StoreBlob, StoreLayer, StoreMount } from './layer-store.js';
import { rootNodes, snapshotNode } from './reference-graph.js';

/** Snapshotters whose snapshots are plain directories. Others are recognised by what their database says. */
const ON_DISK: readonly string[] = ['overlayfs', 'native', 'fuse-overlayfs', 'stargz'];

/** Suffix of the snapshot between image and container. */
const INIT = '-init';

/** Docker's image store in a containerd root; `null` where Docker keeps nothing in it. */
export function containerdStore(
  store: ContainerdStore,
  records: readonly BuildCacheRecord[] | null,
): LayerStore | null {
  const index = ContainerdIndex.of(store);
  const { namespace, snapshotter } = index;
  if (namespace === null || snapshotter === null) return null;
  if (namespace.images.length + namespace.snapshots.length + namespace.blobs.length === 0) return null;
  const mounts = mountsOf(index);
  const ofMounts = new Set(mounts.flatMap(({ writable, init }) => [writable, init]));
  // A view has a directory of its own, on top of a layer.
  const layers = [...index.snapshots.values()].filter(
    ({ stored, path }) => stored !== null && stored.kind !== 'active' && !ofMounts.has(path),
  );
  return {
    imageStore: 'containerd',
    driver: snapshotter,
    layers: new Map(layers.map((snapshot) => [snapshot.id, layerOf(index, snapshot, ofMounts)])),
    blobs: new Map(
      namespace.blobs.map(({ digest, sizeBytes }): [string, StoreBlob] => [
        digest,
        { digest, recordedBytes: sizeBytes, content: index.blobPath(digest), metadata: [] },
      ]),
    ),
    images: containerdImages(index),
    mounts,
    buildCache: store.reliable ? buildCacheOf(index, records) : null,
    others: othersOf(index),
    unmeasuredReason: ON_DISK.includes(snapshotter)
      ? null
      : `snapshots of containerd’s snapshotter ${snapshotter} are no directories that can be measured`,
    pool: null,
  };
}

/** Active snapshots: of containers with their init layer, and of build steps that run. */
function mountsOf(index: ContainerdIndex): StoreMount[] {
  const mounts: StoreMount[] = [];
  for (const { entry, stored, path } of index.snapshots.values()) {
    if (stored?.kind !== 'active' || entry.snapshotter !== index.snapshotter) continue;
    const init = index.at(`${entry.key}${INIT}`);
    const own = init !== undefined && index.childrenOf(snapshotNode(entry.snapshotter, init.entry.key)) === 1;
    const parent = own ? init.entry.parent : entry.parent;
    mounts.push({
      name: entry.key,
      parentChainId: parent === null ? null : index.idOf(entry.snapshotter, parent),
      writable: path,
      init: own ? init.path : null,
      writableTold: null,
      initTold: null,
      metadata: [],
    });
  }
  return mounts;
}

function layerOf(
  index: ContainerdIndex,
  { entry, stored, path, id }: IndexedSnapshot,
  ofMounts: ReadonlySet<string | null>,
): StoreLayer {
  const parent =
    entry.parent === null ? undefined : index.snapshots.get(snapshotNode(entry.snapshotter, entry.parent));
  return {
    chainId: id,
    diffId: null,
    cacheId: stored?.id ?? null,
    toldBytes: null,
    snapshotKey: entry.key,
    parentChainId: parent === undefined || ofMounts.has(parent.path) ? null : parent.id,
    recordedBytes: stored?.recordedBytes ?? null,
    content: path,
    metadata: [],
  };
}

/** What BuildKit's leases and records keep. */
function buildCacheOf(index: ContainerdIndex, records: readonly BuildCacheRecord[] | null): Holdings {
  const nodes = new Set<string>();
  for (const lease of index.namespace?.leases ?? []) {
    if (holderOf(lease) !== 'build-cache') continue;
    for (const node of index.references.reachOfLease(lease)) nodes.add(node);
  }
  const named = (records ?? []).flatMap(({ snapshot }) =>
    snapshot === null ? [] : [snapshotNode(snapshot.snapshotter, snapshot.key)],
  );
  for (const node of index.references.reach(named)) nodes.add(node);
  return index.split(nodes);
}

/** What stays whatever the engine removes: other leases, root labels, blobs that other namespaces record. */
function othersOf(index: ContainerdIndex): Holdings {
  const { namespace } = index;
  if (namespace === null) return { layers: new Set(), blobs: new Set() };
  const nodes = index.references.reach(rootNodes(namespace, 0));
  for (const lease of namespace.leases) {
    if (holderOf(lease) !== 'other') continue;
    for (const node of index.references.reachOfLease(lease)) nodes.add(node);
  }
  const { layers, blobs } = index.split(nodes);
  for (const ofDocker of [true, false])
    for (const digest of index.blobsElsewhere(ofDocker)) blobs.add(digest);
  return { layers, blobs };
}
