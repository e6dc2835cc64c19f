import type { HostView } from './host-view.js';
import type { SubtreeUsage } from './usage-index.js';

/** Where a record's figures come from, as the report writes it. */
export interface Provenance {
  readonly source: 'disk' | 'engine' | 'computed' | 'unmeasured';
  readonly unmeasuredReason: string | null;
}

/**
 * Provenance of figures taken from the walk.
 * @param usage what the walk says of the object, `null` when it has not met it.
 * @param options.fromEngine the engine told a size where the disk did not.
 * @param options.otherwise why the figures are missing where the walk as such is whole.
 */
export function provenanceOf(
  view: HostView,
  usage: SubtreeUsage | null,
  options: { readonly fromEngine?: boolean; readonly otherwise?: string | null } = {},
): Provenance {
  const { fromEngine = false, otherwise = null } = options;
  if (usage === null || !view.measured) {
    const reason = view.unmeasuredReason ?? otherwise ?? 'the scan has not met it';
    return { source: fromEngine ? 'engine' : 'unmeasured', unmeasuredReason: reason };
  }
  if (usage.unreadable > 0) {
    const reason = `${usage.unreadable} entries could not be read: figures are lower bounds`;
    return { source: 'disk', unmeasuredReason: reason };
  }
  return { source: 'disk', unmeasuredReason: view.unmeasuredReason ?? otherwise };
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
