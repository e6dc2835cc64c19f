import type { Category } from '../../model/category.js';
import type { RootReport } from '../../report/types.js';

/** What of a category is known in a root. */
export interface CategoryFigure {
  readonly bytes: number | null;
  /** Why that is not everything; `null` when it is. */
  readonly reason: string | null;
}

/** Where objects of a category cannot be counted, not all of them were seen: their bytes are a lower bound. */
export function categoryOf(root: RootReport, name: Category): CategoryFigure {
  const found = root.categories.find(({ category }) => category === name);
  const bytes = found?.allocatedBytes ?? null;
  const isWhole = root.scan.state === 'complete' && bytes !== null && found?.objects !== null;
  if (isWhole) return { bytes, reason: null };
  return { bytes, reason: found?.unmeasuredReason ?? root.unmeasuredReason ?? 'it was not measured in full' };
}
