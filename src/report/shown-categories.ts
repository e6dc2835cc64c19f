import type { CategoryReport } from './types.js';

/** The categories that a view shows: containerd's are left out where nothing is in them. JSON has all of them. */
export function shownCategories(categories: readonly CategoryReport[]): CategoryReport[] {
  return categories.filter(
    ({ category, inodes }) =>
      inodes !== 0 || (category !== 'image-content' && category !== 'other-namespaces'),
  );
}
