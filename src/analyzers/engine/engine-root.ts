import { CATEGORIES, type Category } from '../../model/category.js';
import { addBytes } from '../../model/usage.js';
import type { CategoryReport, RootReport } from '../../report/types.js';
import type { HostView } from '../host-view.js';
import { NO_ROOT } from '../figures/provenance.js';
import { type RootView, SIZES_NOT_ASKED } from '../root-view.js';

/**
 * The root as far as it is known without reading the disk: the engine's own figures in apparent bytes where it was
 * asked for them, everything else unmeasured.
 */
export function reportUnreadRoot(view: HostView, root: RootView | null, path: string): RootReport {
  const isLive = view.inventory.scope === 'live';
  const reason =
    root !== null ? (root.unmeasuredReason ?? 'the disk was not read') : isLive ? SIZES_NOT_ASKED : NO_ROOT;
  const told = root === view.primary ? engineFigures(view) : new Map<Category, number | null>();
  const categories = CATEGORIES.map((category): CategoryReport => {
    const apparentBytes = told.get(category) ?? null;
    return {
      category,
      allocatedBytes: null,
      apparentBytes,
      inodes: null,
      objects: null,
      reclaimableBytes: null,
      source: apparentBytes === null ? 'unmeasured' : 'engine',
      unmeasuredReason: reason,
    };
  });
  const filesystem = root?.inventory.filesystem ?? null;
  return {
    path,
    kind: root?.inventory.kind ?? 'data-root',
    origin: root?.inventory.origin ?? 'engine',
    stores: [],
    filesystem,
    allocatedBytes: null,
    apparentBytes: null,
    inodes: null,
    categories,
    reclaimableBytes: null,
    unaccountedBytes: null,
    unaccountedApparentBytes: null,
    unaccountedInodes: null,
    unaccounted: [],
    deletedOpenBytes: null,
    scan: {
      state:
        !isLive && root !== null && !root.inventory.denied && root.inventory.walk === null
          ? 'running'
          : 'none',
      elapsedMs: null,
      vanished: 0,
      unreadable: root?.inventory.walk?.unreadableCount ?? 0,
      mountsSkipped: [],
    },
    source: 'unmeasured',
    unmeasuredReason: reason,
    // The kernel tells of the filesystem whether the root can be read or not.
    ...(filesystem === null ? {} : { sources: { filesystem: { source: 'disk', reason: null } } }),
  };
}

function engineFigures(view: HostView): Map<Category, number | null> {
  const { engine } = view;
  return new Map<Category, number | null>([
    ['image-layers', engine?.layersBytes ?? null],
    ['writable-layers', sumKnown((engine?.containers ?? []).map((container) => container.engineSizeRwBytes))],
    ['volumes', sumKnown((engine?.volumes ?? []).map((volume) => volume.engineSizeBytes))],
    ['build-cache', sumKnown((engine?.buildCache ?? []).map((record) => record.engineSizeBytes))],
  ]);
}

/** Sum of what is known; `null` when nothing is. */
export function sumKnown(parts: readonly (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.reduce(addBytes, 0);
}
