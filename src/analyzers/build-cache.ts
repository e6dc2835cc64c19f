import type { BuildCacheRecord } from '../model/build-cache.js';
import type { ImageStore } from '../model/engine.js';
import type { BuildCacheReport } from '../report/types.js';
import { type CachePlace, CachePlaces, storeRoots } from './cache-places.js';
import type { HostView } from './host-view.js';
import { withProvenance } from './figures/exact-sources.js';
import { figures, provenanceOf } from './figures/provenance.js';
import type { RootView } from './root-view.js';

/** Reports on every build cache record that disks or engine know. */
export function reportBuildCache(view: HostView): BuildCacheReport[] {
  const told = new Map((view.engine?.buildCache ?? []).map((record) => [record.id, record]));
  const reports: BuildCacheReport[] = [];
  for (const root of view.roots) {
    const { buildCache } = root.inventory.records;
    // What the engine tells of its own root is all there is where the root's database could not be read.
    const records = buildCache ?? (root === view.primary ? (view.engine?.buildCache ?? []) : []);
    reports.push(...recordsOf(view, root, records, root === view.primary ? told : new Map()));
  }
  if (view.primary === null) reports.push(...recordsOf(view, null, view.engine?.buildCache ?? [], told));
  return reports;
}

function recordsOf(
  view: HostView,
  root: RootView | null,
  records: readonly BuildCacheRecord[],
  told: ReadonlyMap<string, BuildCacheRecord>,
): BuildCacheReport[] {
  const inUse = usageOfRecords(view, root, records, told);
  const places = new CachePlaces(view, root, records, inUse);
  const foreign = root === null ? null : view.activity.hiddenRoot(root);
  return records.map((record) => {
    const used = inUse.get(record.id) ?? null;
    const engineSizeBytes = told.get(record.id)?.engineSizeBytes ?? record.engineSizeBytes;
    const place = places.of(record);
    return reportRecord(root, record, { ...place, hidden: place.hidden ?? foreign }, used, engineSizeBytes);
  });
}

function reportRecord(
  root: RootView | null,
  record: BuildCacheRecord,
  place: CachePlace,
  used: boolean | null,
  engineSizeBytes: number | null,
): BuildCacheReport {
  const at = place.root ?? root;
  const paths = place.content;
  const usage = paths.length === 0 || at?.measured !== true ? null : at.usage.sum(paths);
  const idle = used === false && !place.building && place.hidden === null;
  const freed = idle ? [...place.own, ...(place.shared ? [] : [...paths, ...place.metadata])] : [];
  const unmeasured = at?.measured !== true;
  const report = {
    id: record.id,
    root: root?.path ?? null,
    hidden: place.hidden,
    type: record.type,
    description: record.description,
    createdAt: record.createdAt,
    lastUsedAt: record.lastUsedAt,
    usageCount: record.usageCount,
    parents: [...record.parents],
    inUse: used,
    shared: place.shared,
    chainId: record.chainId,
    snapshotKey: record.snapshot?.key ?? null,
    path: paths[0] === undefined || at === null ? null : at.absolute(paths[0]),
    ...figures(usage),
    apparentBytes: usage?.apparentBytes ?? (unmeasured ? engineSizeBytes : null),
    reclaimableBytes: usage === null || at === null ? null : at.usage.freed(freed),
    engineSizeBytes,
  };
  const own = provenanceOf(at, usage, {
    fromEngine: unmeasured && engineSizeBytes !== null,
    otherwise: paths.length === 0 ? 'the record has no data of its own on the disk' : null,
  });
  return withProvenance(report, own);
}

/** Which records are in use, by id: those that the engine or a running build says, and all that these stand on. */
function usageOfRecords(
  view: HostView,
  root: RootView | null,
  records: readonly BuildCacheRecord[],
  told: ReadonlyMap<string, BuildCacheRecord>,
): ReadonlyMap<string, boolean | null> {
  const seen = root === null ? () => null : usageOnDisk(view, root);
  const byId = new Map(records.map((record) => [record.id, record]));
  const usage = new Map(
    records.map((record) => [record.id, told.get(record.id)?.inUse ?? record.inUse ?? seen(record)]),
  );
  const pending = records.filter((record) => usage.get(record.id) === true);
  for (let record = pending.pop(); record !== undefined; record = pending.pop()) {
    for (const id of record.parents) {
      const parent = byId.get(id);
      if (parent === undefined || usage.get(id) === true) continue;
      usage.set(id, true);
      pending.push(parent);
    }
  }
  return usage;
}

/**
 * Whether a build works on a record, as the disk shows it. BuildKit mounts a layer of a storage driver only while it
 * works on it. Its snapshots in containerd stay active as long as they can be changed, so while an engine runs nobody
 * but the engine can tell (BuildKit, cache/manager.go and snapshot/containerd).
 */
function usageOnDisk(view: HostView, root: RootView): (record: BuildCacheRecord) => boolean | null {
  const mounted = mountsIn([root], 'graphdriver');
  const active = mountsIn(storeRoots(view, root), 'containerd');
  return ({ id, snapshot }) => {
    if (snapshot === null || !active.has(snapshot.key)) return mounted.has(id);
    return root.inventory.heldByEngine === false ? false : null;
  };
}

/** Names of the writable layers in the stores of one kind. */
function mountsIn(roots: readonly RootView[], imageStore: ImageStore): ReadonlySet<string> {
  const stores = roots.flatMap(({ graphs }) => graphs.map(({ store }) => store));
  const wanted = stores.filter((store) => store.imageStore === imageStore);
  return new Set(wanted.flatMap(({ mounts }) => mounts.map(({ name }) => name)));
}
