import { CATEGORIES, type Category } from '../model/category.js';
import { addBytes, NO_USAGE, sumUsage, type Usage } from '../model/usage.js';
import type { CategoryReport, LeftoverReport, RootReport } from '../report/types.js';
import { type Accounting, accountFor } from './accounting.js';
import type { HostView } from './host-view.js';
import { figures, provenanceOf } from './provenance.js';
import { computeReclaimable, type ReclaimableRecords } from './reclaimable.js';

type ReclaimableOfRoot = Omit<ReclaimableRecords, 'leftoverBytes'>;

/** The accounting of the data root: each group of the walk in exactly one category, or unaccounted. */
export function reportRoot(
  view: HostView,
  records: ReclaimableOfRoot,
): { root: RootReport; leftovers: LeftoverReport[] } | null {
  const { root } = view;
  if (root === null || !view.measured) return null;
  const accounting = accountFor(view);
  const total = root.walk?.total ?? NO_USAGE;
  const accounted = [...accounting.usage.values()].reduce(
    (sum, usage) => addBytes(sum, usage.allocatedBytes),
    0,
  );
  const unaccounted = sumUsage(accounting.unaccounted);
  const leftoverBytes = accounting.usage.get('leftovers')?.allocatedBytes ?? 0;
  const reclaimable = computeReclaimable(view, { ...records, leftoverBytes });
  const provenance = provenanceOf(view, view.usage.at(''));
  const categories = CATEGORIES.map((category): CategoryReport => {
    const usage = accounting.usage.get(category) ?? NO_USAGE;
    const missing = accounting.unreadable.of(category);
    if (missing > 0) return lowerBound(category, usage, missing);
    const reclaimableBytes = reclaimable.byCategory.get(category) ?? null;
    return {
      category,
      ...figures({ ...usage, unreadable: 0, newestMs: 0 }),
      objects: countObjects(view, category, accounting),
      reclaimableBytes,
      source: 'disk',
      unmeasuredReason:
        view.unmeasuredReason ?? (reclaimableBytes === null ? noPromise(view, category) : null),
    };
  });
  const { state, elapsedMs, vanished, unreadableCount, mountsSkipped } = root.walk ?? NO_WALK;
  return {
    root: {
      path: root.path,
      kind: 'data-root',
      filesystem: root.filesystem,
      ...figures({ ...total, unreadable: 0, newestMs: 0 }),
      categories,
      reclaimableBytes: unreadableCount === 0 ? reclaimable.total : null,
      unaccountedBytes: Math.max(0, total.allocatedBytes - accounted),
      unaccountedApparentBytes: unaccounted.apparentBytes,
      unaccountedInodes: unaccounted.inodes,
      unaccounted: accounting.unaccounted.map(({ path, allocatedBytes, apparentBytes, inodes }) => ({
        path: `${root.path}/${path}`,
        allocatedBytes,
        apparentBytes,
        inodes,
      })),
      scan: {
        state,
        elapsedMs: Math.round(elapsedMs),
        vanished,
        unreadable: unreadableCount,
        mountsSkipped: mountsSkipped.map((path) => `${root.path}/${path}`),
      },
      source: provenance.source,
      unmeasuredReason:
        provenance.unmeasuredReason ??
        notSeen(unreadableCount) ??
        (reclaimable.total === null ? view.unpromisable : null),
    },
    leftovers: accounting.leftovers.reports(root.path),
  };
}

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

/** Why no reclaimable bytes can be promised for a category of a measured root. */
function noPromise(view: HostView, category: Category): string {
  const ofLayers = category === 'image-layers' || category === 'image-metadata' || category === 'build-cache';
  const unpromisable = ofLayers || !view.containersKnown ? view.unpromisable : null;
  return unpromisable ?? 'what its unused objects take was not measured';
}

function countObjects(view: HostView, category: Category, accounting: Accounting): number | null {
  const groups = accounting.groups.get(category) ?? [];
  switch (category) {
    case 'image-layers':
      return groups.length;
    case 'writable-layers':
    case 'container-metadata':
      return view.containersKnown ? view.containers.length : null;
    case 'container-logs':
      // `containers/<id>/local-logs` is a directory of logs and no log itself.
      return groups.filter(({ path }) => !path.endsWith('/local-logs')).length;
    case 'volumes':
      return view.volumes.filter((volume) => volume.onDisk).length;
    case 'build-cache':
      return view.root?.records.buildCache?.length ?? null;
    case 'image-metadata':
      return view.graphs.reduce((count, graph) => count + graph.images.size, 0);
    case 'engine-state':
      // What stands at the top of the root: network, plugins, swarm, tmp …
      return new Set(groups.map(({ path }) => path.split('/')[0]).filter(Boolean)).size;
    case 'leftovers':
      return accounting.leftovers.size;
  }
}
