import type { CategoryReport, RootReport } from '../types.js';
import { certaintyOf, type Mark, markOf } from './figure.js';

/** Figures that are the sum of several roots'; `null` when no root has one. */
export interface RootSum {
  readonly allocatedBytes: number | null;
  readonly apparentBytes: number | null;
  readonly inodes: number | null;
  readonly reclaimableBytes: number | null;
  /** A root without figures, or with lower bounds, makes the sum a lower bound. */
  readonly mark: Mark;
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return Math.min(
    Number.MAX_SAFE_INTEGER,
    known.reduce((sum, value) => sum + value, 0),
  );
}

/** The sum of all roots; what is missing in one of them makes it a lower bound. */
export function sumRoots(roots: readonly RootReport[]): RootSum {
  const certain = roots.every(
    (root) => root.allocatedBytes !== null && markOf(root, certaintyOf([root])) === '',
  );
  return {
    allocatedBytes: sumOf(roots.map((root) => root.allocatedBytes)),
    apparentBytes: sumOf(roots.map((root) => root.apparentBytes)),
    inodes: sumOf(roots.map((root) => root.inodes)),
    reclaimableBytes: sumOf(roots.map((root) => root.reclaimableBytes)),
    mark: certain ? '' : '≥',
  };
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
