import type { BuildCacheRecord } from '../../model/build-cache.js';
import type { ContainerdLease } from '../../model/containerd.js';
import type { RootRecords } from '../../model/inventory.js';
import { type ContainerdContext, setOwner } from './containerd-context.js';
import { leftoverAt, type Owner, ownedBy } from './owner.js';
import { SETTLED_AFTER_MS } from './settled.js';
import { type ContainerdIndex, holderOf } from '../store/containerd-index.js';
import type { LayerStore } from '../store/layer-store.js';
import { snapshotNode } from '../store/reference-graph.js';

const TEMPORARY = 'buildkit/lease.temporary';

/** What the build cache keeps, and what builds that were broken off left behind. */
export function addBuildCache(
  owners: Map<string, Owner>,
  index: ContainerdIndex,
  store: LayerStore,
  records: RootRecords,
  context: ContainerdContext,
): void {
  const owner = ownedBy('build-cache');
  const { layers = new Set<string>(), blobs = new Set<string>() } = store.buildCache ?? {};
  for (const digest of blobs) owners.set(index.blobPath(digest), owner);
  for (const { id, path } of index.snapshots.values())
    if (path !== null && layers.has(id)) owners.set(path, owner);
  if (store.buildCache === null || records.buildCache === null) return;
  for (const [lease, nodes] of brokenOffBuilds(index, records.buildCache, context)) {
    const evidence =
      'the temporary lease of a build that was broken off: no record of the build cache needs it';
    setOwner(owners, index, nodes, leftoverAt('stale-lease', null, evidence, { key: lease.id }));
  }
}

/**
 * Temporary leases of builds of which nothing is left, with what they alone keep. BuildKit removes them when it starts.
 * Source: BuildKit, util/leaseutil/manager.go, worker/base/worker.go.
 */
function* brokenOffBuilds(
  index: ContainerdIndex,
  records: readonly BuildCacheRecord[],
  { live, now, startedAt }: ContainerdContext,
): Generator<[ContainerdLease, Set<string>]> {
  const leases = (index.namespace?.leases ?? []).filter((lease) => holderOf(lease) === 'build-cache');
  // BuildKit keeps some for as long as it runs; those of an engine that has just ended are no concern yet.
  const over = live ? startedAt : now - SETTLED_AFTER_MS;
  const isOver = (lease: ContainerdLease): boolean =>
    TEMPORARY in lease.labels && over !== null && Date.parse(lease.createdAt ?? '') < over;
  const kept = new Set<string>();
  for (const lease of leases) {
    if (!isOver(lease)) for (const node of index.references.reachOfLease(lease)) kept.add(node);
  }
  const named = records.flatMap(({ snapshot }) =>
    snapshot === null ? [] : [snapshotNode(snapshot.snapshotter, snapshot.key)],
  );
  for (const node of index.references.reach(named)) kept.add(node);
  for (const lease of leases.filter(isOver)) {
    const own = [...index.references.reachOfLease(lease)].filter((node) => !kept.has(node));
    yield [lease, new Set(own)];
  }
}
