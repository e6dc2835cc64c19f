import type { Category, LeftoverKind } from '../../model/category.js';

/** Something on the disk that nothing refers to. */
export interface Leftover {
  readonly kind: LeftoverKind;
  /** Relative to the root; `null` where it has several places. */
  readonly path: string | null;
  /** Its name in a database; `null` where the path is all there is. */
  readonly key: string | null;
  readonly evidence: string;
  /** Work of its kind can stand still for hours, so that only a restart of the engine ends it for certain. */
  readonly mayRunLong: boolean;
  /** Further paths, relative to the root: while these change, it is part of work under way. */
  readonly companions: readonly string[];
}

/** Who owns a path: the category its bytes are in, and of which leftover it is part, if of any. */
export interface Owner {
  readonly category: Category;
  readonly leftover: Leftover | null;
  /** Its category when the leftover turns out to be none: in use, or work under way. */
  readonly otherwise: Category;
}

export function ownedBy(category: Category): Owner {
  return { category, leftover: null, otherwise: category };
}

export function leftoverAt(
  kind: LeftoverKind,
  path: string | null,
  evidence: string,
  more: Partial<Pick<Leftover, 'key' | 'mayRunLong' | 'companions'> & Pick<Owner, 'otherwise'>> = {},
): Owner {
  const { key = null, mayRunLong = false, companions = [], otherwise = 'engine-state' } = more;
  return {
    category: 'leftovers',
    leftover: { kind, path, key, evidence, mayRunLong, companions },
    otherwise,
  };
}
