import { addBytes } from '../../model/usage.js';
import type { RootReport, TotalsReport } from '../../report/types.js';

type Figure = 'allocatedBytes' | 'apparentBytes' | 'inodes' | 'reclaimableBytes';

/**
 * The sum of all roots. The walk of a root leaves out the roots inside it, so nothing counts twice. What one of them
 * does not know makes the sum a lower bound; what none of them knows stays unknown.
 */
export function sumRoots(roots: readonly RootReport[]): TotalsReport {
  const sum = (figure: Figure): number | null => {
    const known = roots.flatMap((root) => root[figure] ?? []);
    return known.length === 0 ? null : known.reduce(addBytes, 0);
  };
  const incomplete = roots.filter(({ unmeasuredReason }) => unmeasuredReason !== null);
  const allocatedBytes = sum('allocatedBytes');
  return {
    allocatedBytes,
    apparentBytes: sum('apparentBytes'),
    inodes: sum('inodes'),
    reclaimableBytes: sum('reclaimableBytes'),
    source: allocatedBytes === null ? 'unmeasured' : 'disk',
    unmeasuredReason:
      roots.length === 0
        ? 'no root was read'
        : incomplete.length === 0
          ? null
          : incomplete.map(({ path, unmeasuredReason }) => `${path}: ${unmeasuredReason}`).join('; '),
  };
}
