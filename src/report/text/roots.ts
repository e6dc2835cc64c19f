import type { CategoryReport, RootReport, TotalsReport } from '../types.js';
import { certaintyOf, LOWER_BOUND, type Mark, markOf } from './figure.js';

/** The marks of the sum of all roots: what one of them does not know makes it a lower bound. */
export function totalsMarks(
  roots: readonly RootReport[],
  totals: TotalsReport,
): { readonly measured: Mark; readonly reclaimable: Mark } {
  const measured = roots.some((root) => root.allocatedBytes === null)
    ? LOWER_BOUND
    : markOf(totals, certaintyOf(roots));
  const isWhole = roots.every((root) => root.reclaimableBytes !== null);
  return { measured, reclaimable: isWhole ? measured : LOWER_BOUND };
}

/** Categories of containerd's store alone: most roots never have anything of them. */
const OF_CONTAINERD: readonly CategoryReport['category'][] = ['image-content', 'other-namespaces'];

/**
 * The categories that a table shows. Those of which a complete scan has met no inode say nothing about the root, and
 * containerd's not even before. JSON has all of them.
 */
export function shownCategories({ categories, scan }: RootReport): readonly CategoryReport[] {
  return categories.filter(
    ({ category, inodes }) =>
      inodes !== 0 || (scan.state !== 'complete' && !OF_CONTAINERD.includes(category)),
  );
}
