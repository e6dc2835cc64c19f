import type { BuildCacheRecord } from '../../model/build-cache.js';
import type { ContainerdIndex } from '../store/containerd-index.js';
import type { LayerGraph } from '../store/layer-graph.js';
import { blobPart } from '../store/layer-store.js';
import { snapshotNode } from '../store/reference-graph.js';

/**
 * Layers and blobs of a store that a build cache record keeps: its data with everything below, and in containerd's
 * store what the leases with the record's id name. Source: BuildKit, cache/manager.go.
 * @param index of the containerd store; `null` in a graph-driver store.
 */
export function partsOfRecord(
  graph: LayerGraph,
  index: ContainerdIndex | null,
  record: BuildCacheRecord,
): ReadonlySet<string> {
  if (index === null) return graph.closure([record.chainId]);
  const nodes = new Set<string>();
  if (record.snapshot !== null) {
    const { snapshotter, key } = record.snapshot;
    for (const node of index.references.reach([snapshotNode(snapshotter, key)])) nodes.add(node);
  }
  const leases = [record.id, `${record.id}-variants`, `${record.id}-view`];
  for (const lease of index.namespace?.leases ?? []) {
    if (!leases.includes(lease.id)) continue;
    for (const node of index.references.reachOfLease(lease)) nodes.add(node);
  }
  const { layers, blobs } = index.split(nodes);
  return new Set([...layers, ...[...blobs].map(blobPart)]);
}

/** Id of the layer or writable layer that has the record's data in a store; `null` when none has. */
export function dataOfRecord({ store }: LayerGraph, record: BuildCacheRecord): string | null {
  if (record.snapshot === null) return store.imageStore === 'graphdriver' ? record.chainId : null;
  const { snapshotter, key } = record.snapshot;
  return store.imageStore === 'containerd' && store.driver === snapshotter ? key : null;
}
