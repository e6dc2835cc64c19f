import { CATEGORIES, type Category } from '../model/category.js';
import { isLogFile } from '../model/data-root-layout.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';
import type { WalkGroup } from '../model/walk.js';
import type { CategoryReport, LeftoverReport, RootReport } from '../report/types.js';
import { classify, type ClassifyContext } from './classify.js';
import type { HostView } from './host-view.js';
import { LeftoverList } from './leftovers.js';
import { OwnerMap } from './owners.js';
import { figures, provenanceOf } from './provenance.js';
import { UnreadableCount } from './unreadable.js';
import { computeReclaimable, type ReclaimableRecords } from './reclaimable.js';

/**
 * How long something that nothing refers to must have been left alone before it is called a leftover while an engine
 * runs: unpacking a layer keeps its directory young, and no pull stands still for an hour.
 */
const SETTLED_AFTER_MS = 60 * 60 * 1000;

type RootRecords = Omit<ReclaimableRecords, 'leftoverBytes'>;

/** The accounting of the data root: each group of the walk in exactly one category, or unaccounted. */
export function reportRoot(
  view: HostView,
  records: RootRecords,
): { root: RootReport; leftovers: LeftoverReport[] } | null {
  const { root } = view;
  if (root === null || !view.measured) return null;
  const totals = new Map<Category, Usage>(CATEGORIES.map((category) => [category, NO_USAGE]));
  const leftovers = new LeftoverList();
  const unaccounted: WalkGroup[] = [];
  const unreadable = new UnreadableCount();
  const context = classifyContext(view);
  for (const group of root.walk?.groups ?? []) {
    const owner = classify(group.path, context);
    unreadable.add(group, owner);
    if (owner === null) {
      unaccounted.push(group);
      continue;
    }
    totals.set(owner.category, addUsage(totals.get(owner.category) ?? NO_USAGE, group));
    if (owner.leftover !== null) leftovers.add(owner.leftover, group);
  }
  const total = root.walk?.total ?? NO_USAGE;
  const accounted = [...totals.values()].reduce((sum, usage) => sum + usage.allocatedBytes, 0);
  const leftoverBytes = totals.get('leftovers')?.allocatedBytes ?? 0;
  const reclaimable = computeReclaimable(view, { ...records, leftoverBytes });
  const provenance = provenanceOf(view, view.usage.at(''));
  const categories = CATEGORIES.map((category): CategoryReport => {
    const usage = totals.get(category) ?? NO_USAGE;
    const record = {
      category,
      objects: countObjects(view, category, leftovers.size),
      reclaimableBytes: reclaimable.byCategory.get(category) ?? null,
    };
    const missing = unreadable.of(category);
    if (missing > 0) return lowerBound(record, usage, missing);
    const { unmeasuredReason } = view;
    return {
      ...record,
      ...figures({ ...usage, unreadable: 0, newestMs: 0 }),
      source: 'disk',
      unmeasuredReason,
    };
  });
  return {
    root: {
      path: root.path,
      kind: 'data-root',
      filesystem: root.filesystem,
      ...figures({ ...total, unreadable: 0, newestMs: 0 }),
      categories,
      reclaimableBytes: root.walk?.unreadableCount === 0 ? reclaimable.total : null,
      unaccountedBytes: total.allocatedBytes - accounted,
      unaccounted: unaccounted.map(({ path, allocatedBytes, apparentBytes, inodes }) => ({
        path: `${root.path}/${path}`,
        allocatedBytes,
        apparentBytes,
        inodes,
      })),
      scan: {
        state: root.walk?.state ?? 'none',
        elapsedMs: Math.round(root.walk?.elapsedMs ?? 0),
        vanished: root.walk?.vanished ?? 0,
        unreadable: root.walk?.unreadableCount ?? 0,
        mountsSkipped: (root.walk?.mountsSkipped ?? []).map((path) => `${root.path}/${path}`),
      },
      ...provenance,
    },
    leftovers: leftovers.reports(root.path),
  };
}

/** A category of which something could not be read: what was seen is a lower bound, nothing seen is not 0. */
function lowerBound(
  record: Pick<CategoryReport, 'category' | 'objects' | 'reclaimableBytes'>,
  usage: Usage,
  missing: number,
): CategoryReport {
  const seen = usage.inodes > 0 ? { ...usage, unreadable: missing, newestMs: 0 } : null;
  return {
    category: record.category,
    ...figures(seen),
    objects: null,
    reclaimableBytes: null,
    source: seen === null ? 'unmeasured' : 'disk',
    unmeasuredReason: `${missing} entries could not be read: figures are lower bounds`,
  };
}

function classifyContext(view: HostView): ClassifyContext {
  const { root } = view;
  const readings = root === null ? [] : [root.earlierRecords, root.records];
  const damaged = readings.map((records) => new Set(records.damagedContainers));
  const live = view.engine !== null || root?.heldByEngine === true;
  const settledBefore = Date.parse(view.inventory.takenAt) - SETTLED_AFTER_MS;
  return {
    owners: new OwnerMap(readings),
    damagedContainers: new Set([...(damaged[0] ?? [])].filter((id) => damaged[1]?.has(id) === true)),
    orphansProvable: (driver) =>
      readings.every(
        (records) =>
          records.buildCacheHoldings !== null && records.stores.some((store) => store.driver === driver),
      ),
    settled: (path) => !live || (view.usage.at(path)?.newestMs ?? Infinity) < settledBefore,
  };
}

function countObjects(view: HostView, category: Category, leftovers: number): number | null {
  switch (category) {
    case 'image-layers':
      return view.graphs.reduce((count, graph) => count + graph.layers.size, 0);
    case 'writable-layers':
    case 'container-metadata':
      return view.containersKnown ? view.containers.length : null;
    case 'container-logs':
      return (view.root?.walk?.groups ?? []).filter(({ path }) => isLogPath(path)).length;
    case 'volumes':
      return view.volumes.filter((volume) => volume.onDisk).length;
    case 'build-cache':
      return view.root?.records.buildCache?.length ?? null;
    case 'image-metadata':
      return view.graphs.reduce((count, graph) => count + graph.images.size, 0);
    case 'engine-state':
      return null;
    case 'leftovers':
      return leftovers;
  }
}

function isLogPath(path: string): boolean {
  const [top, id = '', name = '', file] = path.split('/');
  return top === 'containers' && (file === undefined ? isLogFile(id, name) : name === 'local-logs');
}
