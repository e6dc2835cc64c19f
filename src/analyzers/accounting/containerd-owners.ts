import { createHash } from 'node:crypto';
import type { ContainerdLease, ContainerdStore } from '../../model/containerd.js';
import {
  DOCKER_NAMESPACES,
  IMAGE_NAMESPACE,
  ingestDirectory,
  snapshotDirectory,
} from '../../model/containerd-layout.js';
import type { RootRecords } from '../../model/inventory.js';
import { addBuildCache } from './containerd-build-owners.js';
import { type ContainerdContext, setOwner } from './containerd-context.js';
import { leftoverAt, type Owner, ownedBy } from './owner.js';
import { ContainerdIndex, holderOf } from '../store/containerd-index.js';
import { storesOf } from '../store/stores-of.js';
import { LayerGraph } from '../store/layer-graph.js';
import { blobPart, isContainerMount, type LayerStore } from '../store/layer-store.js';
import { isExpired, rootNodes } from '../store/reference-graph.js';

const PULL = 'moby/prune.images';

/** Namespace of BuildKit's records of past builds. */
const HISTORY = 'moby_history';

/**
 * Owners of the snapshots, blobs and ingests of a containerd store, by path. What another client of the same
 * containerd recorded is never Docker's.
 */
export function containerdOwners(
  store: ContainerdStore,
  records: RootRecords,
  context: ContainerdContext,
): Map<string, Owner> {
  const owners = new Map<string, Owner>();
  const index = ContainerdIndex.of(store);
  addOthers(owners, index);
  const layerStore = storesOf(records).find(
    ({ store: { imageStore } }) => imageStore === 'containerd',
  )?.store;
  if (layerStore === undefined) return owners;
  addPinned(owners, index, context);
  addLeases(owners, index, context);
  addUnreferenced(owners, index);
  addBuildCache(owners, index, layerStore, records, context);
  addImages(owners, layerStore);
  addMounts(owners, index, layerStore, context);
  addIngests(owners, index, context);
  return owners;
}

/** What belongs to other clients, and to Docker's other namespaces: build history and plugins. */
function addOthers(owners: Map<string, Owner>, index: ContainerdIndex): void {
  const { store } = index;
  const stored = new Map(
    store.snapshotters.map(({ name, snapshots }) => [
      name,
      new Map(snapshots.map((one) => [one.name, one.id])),
    ]),
  );
  const others = store.namespaces.filter(({ name }) => name !== IMAGE_NAMESPACE);
  // Docker's last: what Docker has as well is Docker's.
  others.sort((left, right) => Number(isDockers(left.name)) - Number(isDockers(right.name)));
  for (const { name, blobs, snapshots, ingests } of others) {
    const owner = ownedBy(
      !isDockers(name) ? 'other-namespaces' : name === HISTORY ? 'build-cache' : 'engine-state',
    );
    for (const { digest } of blobs) owners.set(index.blobPath(digest), owner);
    for (const ingest of ingests) owners.set(ingestPath(store, ingest.name), owner);
    for (const { snapshotter, name: key } of snapshots) {
      const id = stored.get(snapshotter)?.get(key);
      if (id !== undefined) owners.set(snapshotDirectory(store.path, snapshotter, id), owner);
    }
  }
}

function isDockers(namespace: string): boolean {
  return DOCKER_NAMESPACES.includes(namespace);
}

/** Nobody reaches it: containerd's next garbage collection takes it. Whatever does is written over this. */
function addUnreferenced(owners: Map<string, Owner>, index: ContainerdIndex): void {
  const evidence =
    'no image, container, lease or build cache record reaches it; containerd’s next garbage collection may take it';
  for (const { digest } of index.namespace?.blobs ?? []) {
    const path = index.blobPath(digest);
    if (!owners.has(path)) owners.set(path, leftoverAt('unreferenced-blob', path, evidence, { key: digest }));
  }
  for (const { path, entry } of index.snapshots.values()) {
    if (path === null || owners.has(path)) continue;
    owners.set(path, leftoverAt('orphaned-snapshot', path, evidence, { key: entry.key }));
  }
}

function addPinned(owners: Map<string, Owner>, index: ContainerdIndex, { now }: ContainerdContext): void {
  if (index.namespace === null) return;
  setOwner(owners, index, index.references.reach(rootNodes(index.namespace, now)), ownedBy('engine-state'));
}

/** Leases of pulls and other work: under way, or left behind by work that was broken off. */
function addLeases(owners: Map<string, Owner>, index: ContainerdIndex, context: ContainerdContext): void {
  const leases = (index.namespace?.leases ?? []).filter((lease) => holderOf(lease) !== 'build-cache');
  const stale = leases.map((lease) => ({ lease, evidence: staleness(lease, context) }));
  // Work under way last: what it needs is its own, whoever else had it.
  stale.sort((left, right) => Number(left.evidence === null) - Number(right.evidence === null));
  for (const { lease, evidence } of stale) {
    const owner: Owner =
      evidence === null
        ? ownedBy('engine-state')
        : leftoverAt('stale-lease', null, evidence, { key: lease.id });
    setOwner(owners, index, index.references.reachOfLease(lease), owner);
    for (const ref of lease.ingests) {
      const ingest = index.namespace?.ingests.find((one) => one.ref === ref);
      if (ingest !== undefined) owners.set(ingestPath(index.store, ingest.name), owner);
    }
  }
}

/** Why a lease keeps nothing that anybody works with; `null` when somebody may. */
function staleness(lease: ContainerdLease, context: ContainerdContext): string | null {
  if (holderOf(lease) === 'container') {
    if (context.containers === null || context.containers.has(lease.id)) return null;
    return `the lease of container ${lease.id}, which no engine on this host has`;
  }
  const what = PULL in lease.labels ? 'a pull' : 'some work';
  if (isExpired(lease, context.now)) {
    return `the lease of ${what} that expired at ${lease.expiresAt ?? ''}; containerd’s next garbage collection may take it`;
  }
  // A lease without an end is somebody's way of keeping something.
  if (lease.expiresAt === null) return null;
  const expires = `it keeps this until ${lease.expiresAt}`;
  if (!context.live) return `the lease of ${what} that was broken off: no engine runs; ${expires}`;
  const created = Date.parse(lease.createdAt ?? '');
  if (context.startedAt !== null && created < context.startedAt) {
    return `the lease of ${what} that was broken off when the engine was started again; ${expires}`;
  }
  return null;
}

function addImages(owners: Map<string, Owner>, store: LayerStore): void {
  const graph = LayerGraph.of(store);
  const ofMounts = graph.layersOfMounts(isContainerMount);
  for (const layer of graph.layers.values()) {
    if (layer.content === null) continue;
    if (graph.imageCounts.has(layer.chainId) || ofMounts.has(layer.chainId)) {
      owners.set(layer.content, ownedBy('image-layers'));
    }
  }
  for (const blob of store.blobs.values()) {
    if (blob.content === null || !graph.imageCounts.has(blobPart(blob.digest))) continue;
    owners.set(blob.content, ownedBy('image-content'));
  }
}

function addMounts(
  owners: Map<string, Owner>,
  index: ContainerdIndex,
  store: LayerStore,
  { containers }: ContainerdContext,
): void {
  const owner = ownedBy('writable-layers');
  const leased = new Set((index.namespace?.leases ?? []).map((lease) => lease.id));
  for (const mount of store.mounts) {
    if (!isContainerMount(mount)) continue;
    const known = containers === null || containers.has(mount.name);
    for (const path of [mount.writable, mount.init]) {
      if (path === null) continue;
      if (known) owners.set(path, owner);
      else if (!leased.has(mount.name)) {
        const evidence = `the snapshot of container ${mount.name}, which no engine on this host has`;
        owners.set(path, leftoverAt('orphaned-snapshot', path, evidence, { key: mount.name }));
      }
    }
  }
}

/** Blobs being written: those of a lease are the lease's. */
function addIngests(owners: Map<string, Owner>, index: ContainerdIndex, context: ContainerdContext): void {
  for (const ingest of index.namespace?.ingests ?? []) {
    const path = ingestPath(index.store, ingest.name);
    if (owners.has(path)) continue;
    const expired = ingest.expiresAt !== null && Date.parse(ingest.expiresAt) <= context.now;
    const evidence = expired
      ? `a download that was broken off; its record expired at ${ingest.expiresAt ?? ''}`
      : 'a download that was broken off: no lease keeps it';
    owners.set(path, leftoverAt('stale-ingest', path, evidence, { key: ingest.ref }));
  }
}

/** Source: containerd, plugins/content/local/locks.go and store.go: the directory is the sha256 of the ref. */
function ingestPath(store: ContainerdStore, name: string): string {
  return ingestDirectory(store.path, createHash('sha256').update(name).digest('hex'));
}
