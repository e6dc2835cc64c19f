/** What an engine removes on request, one by one, in an order that works: users before what they use. */
export const REMOVABLE_KINDS = ['container', 'image', 'build-cache', 'volume', 'network'] as const;

export type RemovableKind = (typeof REMOVABLE_KINDS)[number];

/**
 * What is lost with an object.
 * - `safe`: nothing that anybody can name or has written to;
 * - `rebuildable`: it can be pulled, built or made again, which takes time;
 * - `data loss`: what is in it may exist nowhere else.
 */
export const RISKS = ['safe', 'rebuildable', 'data loss'] as const;

export type Risk = (typeof RISKS)[number];

/** What a set of removals gives back. */
export interface FreedFigures {
  /** Blocks × 512 of what was measured on the disk, each inode once. */
  readonly allocatedBytes: number;
  readonly inodes: number;
  /** Bytes that only the engine tells of, apparent ones: never part of `allocatedBytes`. */
  readonly toldBytes: number;
  /** How many parts of the set have no exact figure. Above 0, the others are an estimate. */
  readonly unmeasured: number;
  /** Why, each reason once. */
  readonly reasons: readonly string[];
}

/** An object that an engine could remove, as the arithmetic of sets knows it. */
export interface RemovableObject {
  readonly kind: RemovableKind;
  /** Full id; a volume's is its name. */
  readonly id: string;
  readonly name: string | null;
  /** Path of the root that has it; `null`: only the engine told of it. */
  readonly root: string | null;
  /** Why the engine cannot or must not remove it whatever else goes; `null` when nothing stands against it. */
  readonly obstacle: string | null;
  /** Positions of the objects that have to go with it: users, children. The engine refuses otherwise, or they break. */
  readonly requires: readonly number[];
  /** Untagged, and only there for its children: it goes with the last of them, marked or not. */
  readonly goesWithChildren: boolean;
  /** Of an image: a root can have the same one in the stores of two drivers. */
  readonly storageDriver: string | null;
}

/**
 * The arithmetic of sets: what a set of objects frees when the engine removes it. Objects that the set does not make
 * removable (an image whose container stays) free nothing. Marking one more object costs as much as it has parts.
 */
export interface RemovalArithmetic {
  readonly objects: readonly RemovableObject[];
  mark(position: number): void;
  /** The same, with the absolute paths that go now that it goes. */
  markListing(position: number): readonly string[];
  unmark(position: number): void;
  /** Whether it goes with what is marked now. */
  isRemoved(position: number): boolean;
  clear(): void;
  /** What goes with all that is marked now. */
  freed(): FreedFigures;
  /** Its bytes alone, measured and told ones together: to compare choices with. */
  estimate(): number;
}

/** What a cleanup recommends, one rule each, in the order in which they are shown. */
export const RULES = [
  'dangling-images',
  'unused-images',
  'old-builds',
  'held-images',
  'exited-containers',
  'anonymous-volumes',
  'named-volumes',
  'build-cache',
  'unbounded-logs',
  'leftovers',
  'unused-networks',
] as const;

export type RuleName = (typeof RULES)[number];
