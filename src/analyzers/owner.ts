import type { Category, LeftoverKind } from '../model/category.js';

/** Something on the disk that nothing refers to. */
export interface Leftover {
  readonly kind: LeftoverKind;
  /** Relative to the root; `null` where it has several places. */
  readonly path: string | null;
  /** Its name in a database; `null` where the path is all there is. */
  readonly key: string | null;
  readonly evidence: string;
}

/** Who owns a path: the category its bytes are in, and of which leftover it is part, if of any. */
export interface Owner {
  readonly category: Category;
  readonly leftover: Leftover | null;
}

export function ownedBy(category: Category): Owner {
  return { category, leftover: null };
}

export function leftoverAt(
  kind: LeftoverKind,
  path: string,
  evidence: string,
  key: string | null = null,
): Owner {
  return { category: 'leftovers', leftover: { kind, path, key, evidence } };
}
