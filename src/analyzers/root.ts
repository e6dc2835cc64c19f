import { CATEGORIES, type Category } from '../model/category.js';
import { BUILDKIT } from '../model/data-root-layout.js';
import type { ImageStore } from '../model/engine.js';
import { addBytes, NO_USAGE, sumUsage, type Usage } from '../model/usage.js';
import type { CategoryReport, LeftoverReport, RootReport } from '../report/types.js';
import type { Accounting, HostAccounting } from './accounting/accounting.js';
import { reportUnreadRoot } from './engine/engine-root.js';
import { CONTAINERS_UNKNOWN, HOLDINGS_UNKNOWN, type HostView } from './host-view.js';
import { deadMounts } from './leftovers/dead-mounts.js';
import { deletedFileLeftovers, deletedOpenBytes } from './leftovers/deleted-files.js';
import { InUse } from './accounting/in-use.js';
import { bySize, type LeftoverFacts } from './leftovers/leftovers.js';
import type { RootView } from './root-view.js';
import { Settled } from './accounting/settled.js';
import { volumeLeftovers } from './leftovers/volume-leftovers.js';
import type { LayerGraph } from './store/layer-graph.js';
import { isContainerMount } from './store/layer-store.js';
import { storesOfRoot } from './root-stores.js';
import { unmeasured, withProvenance } from './figures/exact-sources.js';
import { figures, provenanceOf } from './figures/provenance.js';
import { computeReclaimable, type ReclaimableRecords } from './figures/reclaimable.js';

/** The accounting of a root: each group of the walk in exactly one category, or unaccounted. */
export function reportRoot(
  view: HostView,
  root: RootView,
  records: ReclaimableRecords,
  accounted: HostAccounting,
): { root: RootReport; leftovers: LeftoverReport[] } {
  const accounting = accounted.of.get(root);
  if (accounting === undefined) return { root: reportUnreadRoot(view, root, root.path), leftovers: [] };
  const total = root.inventory.walk?.total ?? NO_USAGE;
  const inCategories = [...accounting.usage.values()].reduce(
    (sum, usage) => addBytes(sum, usage.allocatedBytes),
    0,
  );
  const unaccounted = sumUsage(accounting.unaccounted);
  const leftoverBytes = accounting.usage.get('leftovers')?.allocatedBytes ?? 0;
  const reclaimable = computeReclaimable(view, root, records, {
    bytes: leftoverBytes,
    containers: accounted.halfRemoved,
  });
  const provenance = provenanceOf(root, root.usage.at(''));
  const categories = CATEGORIES.map((category): CategoryReport => {
    const usage = accounting.usage.get(category) ?? NO_USAGE;
    const missing = accounting.unreadable.of(category);
    if (missing > 0) return lowerBound(category, usage, missing);
    const reclaimableBytes = reclaimable.byCategory.get(category) ?? null;
    const promise = reclaimableBytes === null ? noPromise(view, root, category) : null;
    const report = {
      category,
      ...figures({ ...usage, unreadable: 0, newestMs: 0 }),
      ...(category === 'build-cache' ? { overheadBytes: buildKitOverhead(accounting) } : {}),
      objects: countObjects(view, root, category, accounting),
      reclaimableBytes,
    };
    const own = { source: 'disk', unmeasuredReason: root.unmeasuredReason ?? promise } as const;
    return withProvenance(report, own, { reclaimableBytes: unmeasured(promise) });
  });
  const { state, elapsedMs, vanished, unreadableCount, mountsSkipped } = root.inventory.walk ?? NO_WALK;
  const promise = reclaimable.total === null ? unpromisable(view, root) : null;
  const own = {
    source: provenance.source,
    unmeasuredReason: provenance.unmeasuredReason ?? notSeen(unreadableCount) ?? promise,
  };
  const report = {
    path: root.path,
    kind: root.inventory.kind,
    origin: root.inventory.origin,
    stores: storesOfRoot(view, root),
    filesystem: root.inventory.filesystem,
    ...figures({ ...total, unreadable: 0, newestMs: 0 }),
    categories,
    reclaimableBytes: unreadableCount === 0 ? reclaimable.total : null,
    unaccountedBytes: Math.max(0, total.allocatedBytes - inCategories),
    unaccountedApparentBytes: unaccounted.apparentBytes,
    unaccountedInodes: unaccounted.inodes,
    unaccounted: accounting.unaccounted.map(({ path, allocatedBytes, apparentBytes, inodes }) => ({
      path: root.absolute(path),
      allocatedBytes,
      apparentBytes,
      inodes,
    })),
    deletedOpenBytes: deletedOpenBytes(view, root),
    scan: {
      state,
      elapsedMs: Math.round(elapsedMs),
      vanished,
      unreadable: unreadableCount,
      mountsSkipped: mountsSkipped.map((path) => root.absolute(path)),
    },
  };
  return {
    root: withProvenance(report, own, {
      reclaimableBytes: unmeasured(promise),
      deletedOpenBytes: report.deletedOpenBytes === null ? unmeasured(PROCESSES_UNKNOWN) : DISK,
      // The kernel tells of the filesystem, also where nothing of the root was met.
      filesystem: own.source === 'unmeasured' ? DISK : null,
    }),
    leftovers: leftoversOf(view, root, accounting),
  };
}

/** Those of the category, and those whose bytes are counted elsewhere or nowhere. */
function leftoversOf(view: HostView, root: RootView, { leftovers }: Accounting): LeftoverReport[] {
  // Without an engine nobody works in the root.
  const doubt = new Settled(view, root).live ? InUse.of(view.inventory).doubt : '';
  return [
    ...leftovers.reports(root.path, doubt),
    ...volumeLeftovers(view, root),
    ...deadMounts(view, root),
    ...deletedFileLeftovers(view, root),
  ]
    .map((facts) =>
      withProvenance(facts, { source: 'disk' as const, unmeasuredReason: boundOf(root, facts) }),
    )
    .sort(bySize);
}

/** Why the figures of a leftover are lower bounds; `null` when they are not. */
function boundOf(root: RootView, { category, path }: LeftoverFacts): string | null {
  // What is in no sum was not met by the walk, but looked at itself.
  if (category === null) return null;
  const usage = root.usage.at(path.slice(root.path.length + 1));
  return notSeen(usage?.unreadable ?? 0) ?? root.unmeasuredReason;
}

const DISK = { source: 'disk', reason: null } as const;
const PROCESSES_UNKNOWN = 'not every process could be looked at';

const NO_WALK = { state: 'none', elapsedMs: 0, vanished: 0, unreadableCount: 0, mountsSkipped: [] } as const;

function notSeen(entries: number): string | null {
  return entries === 0 ? null : `${entries} entries could not be read: figures are lower bounds`;
}

/** A category of which something could not be read: what was seen is a lower bound, nothing seen is not 0. */
function lowerBound(category: Category, usage: Usage, missing: number): CategoryReport {
  const seen = usage.inodes > 0 ? { ...usage, unreadable: missing, newestMs: 0 } : null;
  return {
    category,
    ...figures(seen),
    objects: null,
    reclaimableBytes: null,
    source: seen === null ? 'unmeasured' : 'disk',
    unmeasuredReason: notSeen(missing),
  };
}

/** What BuildKit's own directory takes: databases, content, history. The data of its records lies elsewhere. */
function buildKitOverhead({ groups }: Accounting): number {
  return (groups.get('build-cache') ?? [])
    .filter(({ path }) => path === BUILDKIT || path.startsWith(`${BUILDKIT}/`))
    .reduce((sum, { allocatedBytes }) => addBytes(sum, allocatedBytes), 0);
}

/** Why no reclaimable bytes can be promised for a category of a measured root. */
function noPromise(view: HostView, root: RootView, category: Category): string {
  const ofLayers = LAYER_CATEGORIES.includes(category);
  return (
    (ofLayers || !view.containersKnown ? unpromisable(view, root) : null) ??
    'what its unused objects take was not measured'
  );
}

const LAYER_CATEGORIES: readonly Category[] = [
  'image-layers',
  'image-content',
  'image-metadata',
  'build-cache',
];

/** Why nothing may be promised about the layers of a root; `null` when all that could hold them is known. */
function unpromisable(view: HostView, root: RootView): string | null {
  const reason = root.graphs.map((graph) => view.unpromisable(graph)).find((one) => one !== null);
  if (reason !== undefined) return reason;
  if (!view.containersKnown) return CONTAINERS_UNKNOWN;
  return root.inventory.records.buildCacheHoldings === null ? HOLDINGS_UNKNOWN : null;
}

function countObjects(
  view: HostView,
  root: RootView,
  category: Category,
  accounting: Accounting,
): number | null {
  const groups = accounting.groups.get(category) ?? [];
  const graphs = (imageStore: ImageStore): readonly LayerGraph[] =>
    root.graphs.filter((graph) => graph.store.imageStore === imageStore);
  switch (category) {
    case 'image-layers':
    case 'image-content':
      return groups.length;
    case 'writable-layers':
      if (!view.containersKnown) return null;
      return root.graphs.reduce(
        (count, { store }) => count + store.mounts.filter(isContainerMount).length,
        0,
      );
    case 'container-metadata':
      return view.containersKnown
        ? view.containers.filter((container) => container.root === root).length
        : null;
    case 'container-logs':
      // `containers/<id>/local-logs` is a directory of logs and no log itself.
      return groups.filter(({ path }) => !path.endsWith('/local-logs')).length;
    case 'volumes':
      return view.volumes.filter((volume) => volume.root === root && volume.record.onDisk).length;
    case 'build-cache':
      return root.inventory.records.buildCache?.length ?? null;
    case 'image-metadata':
      return graphs('graphdriver').reduce((count, graph) => count + graph.images.size, 0);
    case 'engine-state':
      // What stands at the top of the root: network, plugins, swarm, tmp …
      return new Set(groups.map(({ path }) => path.split('/')[0]).filter(Boolean)).size;
    case 'other-namespaces':
      return groups.length;
    case 'leftovers':
      return accounting.leftovers.size;
  }
}
