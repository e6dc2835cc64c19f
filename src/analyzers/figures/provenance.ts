import type { RootView } from '../root-view.js';
import type { SubtreeUsage } from './usage-index.js';

/** Where a record's figures come from, as the report writes it. */
export interface Provenance {
  readonly source: 'disk' | 'engine' | 'computed' | 'unmeasured';
  readonly unmeasuredReason: string | null;
}

/** Why everything is unmeasured where no root was read. */
export const NO_ROOT = 'the data root could not be read';

/**
 * Provenance of figures taken from the walk.
 * @param root the root that was walked; `null` when none could be.
 * @param usage what the walk says of the object, `null` when it has not met it.
 * @param options.fromEngine the engine told a size where the disk did not.
 * @param options.otherwise why the figures are missing where the walk as such is whole.
 */
export function provenanceOf(
  root: RootView | null,
  usage: SubtreeUsage | null,
  options: { readonly fromEngine?: boolean; readonly otherwise?: string | null } = {},
): Provenance {
  const { fromEngine = false, otherwise = null } = options;
  const rootReason = root === null ? NO_ROOT : root.unmeasuredReason;
  if (usage === null || root?.measured !== true) {
    const reason = rootReason ?? otherwise ?? 'the scan has not met it';
    return { source: fromEngine ? 'engine' : 'unmeasured', unmeasuredReason: reason };
  }
  if (usage.unreadable > 0) {
    const reason = `${usage.unreadable} entries could not be read: figures are lower bounds`;
    return { source: 'disk', unmeasuredReason: reason };
  }
  return { source: 'disk', unmeasuredReason: rootReason ?? otherwise };
}

/** The figures of a usage, or `null` for each where there is none. */
export function figures(usage: SubtreeUsage | null): {
  allocatedBytes: number | null;
  apparentBytes: number | null;
  inodes: number | null;
} {
  return {
    allocatedBytes: usage?.allocatedBytes ?? null,
    apparentBytes: usage?.apparentBytes ?? null,
    inodes: usage?.inodes ?? null,
  };
}
