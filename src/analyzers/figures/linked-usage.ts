import { addBytes, NO_USAGE, type Usage } from '../../model/usage.js';
import type { LinkedGroups, WalkGroup, WalkResult } from '../../model/walk.js';

/** A walk and where its root is: the paths asked for start with it. `''` where they are relative to the root. */
export interface PlacedWalk {
  readonly root: string;
  readonly walk: Pick<WalkResult, 'groups' | 'linked'>;
}

/** Usage of several directories together. `unreadable` above 0 makes the figures lower bounds. */
export interface DirectoriesUsage extends Usage {
  readonly unreadable: number;
}

/** A directory without the inodes that have links in another group, and these by themselves. */
export interface ApartUsage {
  readonly own: DirectoriesUsage;
  /** The link sets of its groups, one entry for each group that is in one. */
  readonly links: readonly LinkedGroups[];
}

type Sums = { -readonly [K in keyof DirectoriesUsage]: DirectoriesUsage[K] };

/**
 * Sums over sets of directories between which there are hard links, as between the layers of the driver overlay: what
 * two directories share is neither counted twice nor freed with one of them. A question costs as much as there are
 * groups and link sets below the paths it names, whatever the size of the walk.
 *
 * Each path belongs to the innermost root above it; what another root inside it holds is not part of it. Paths are
 * those of groups and of directories above groups; others were not met.
 */
export class LinkedUsage {
  /** Innermost roots first. */
  readonly #roots: readonly { readonly root: string; readonly index: LinkIndex }[];

  constructor(walks: readonly PlacedWalk[]) {
    this.#roots = walks
      .map(({ root, walk }) => ({ root, index: new LinkIndex(walk) }))
      .sort((left, right) => right.root.length - left.root.length);
  }

  /** What `du` counts over these directories together, each inode once; `null` when none was met. */
  usageOf(paths: Iterable<string>): DirectoriesUsage | null {
    return this.#sum(paths, (met) => met > 0);
  }

  /**
   * What the removal of all these directories frees: inodes with a link in another group stay. Links from outside
   * the root are not known. `null` when none of the directories was met.
   */
  freedBy(paths: Iterable<string>): DirectoriesUsage | null {
    return this.#sum(paths, (met, links) => met === links);
  }

  /** What is in a directory alone, apart from what it has links to; `null` when it was not met. */
  apart(path: string): ApartUsage | null {
    const place = this.#placeOf(path);
    return place === null ? null : place.index.apart(place.relative);
  }

  #placeOf(path: string): { readonly index: LinkIndex; readonly relative: string } | null {
    const place = this.#roots.find(({ root }) => root === '' || isAtOrBelow(path, root));
    if (place === undefined) return null;
    const relative = relativeTo(place.root, path);
    return place.index.has(relative) ? { index: place.index, relative } : null;
  }

  #sum(paths: Iterable<string>, counts: Counts): DirectoriesUsage | null {
    const asked = new Map<LinkIndex, Set<string>>();
    for (const path of paths) {
      const place = this.#placeOf(path);
      if (place === null) continue;
      const known = asked.get(place.index);
      if (known === undefined) asked.set(place.index, new Set([place.relative]));
      else known.add(place.relative);
    }
    if (asked.size === 0) return null;
    const sums = noSums();
    for (const [index, relatives] of asked) index.addTo(sums, relatives, counts);
    return sums;
  }
}

/** Whether the inodes of a link set count, of whose groups `met` lie in the question and `links` are all. */
type Counts = (met: number, links: number) => boolean;

/** One walk, made ready for questions. */
class LinkIndex {
  /** What each directory holds with everything below it, without the inodes of the link sets. */
  readonly #own = new Map<string, Sums>();
  readonly #linked: WalkResult['linked'];
  /** Groups with link sets in the order of {@link sortKey}, in which everything below a directory stands together. */
  readonly #keys: readonly string[];
  readonly #setsOf: readonly (readonly number[])[];
  /** Of each link set, how many of its groups the current question has met. */
  readonly #met: Uint32Array;

  constructor(walk: Pick<WalkResult, 'groups' | 'linked'>) {
    this.#linked = walk.linked;
    this.#met = new Uint32Array(walk.linked.length);
    const credited = new Map<string, Sums>();
    const sets = new Map<string, number[]>();
    for (const [i, link] of walk.linked.entries()) {
      const [first = ''] = link.groups;
      add(sumsAt(credited, first), link);
      for (const group of link.groups) {
        const key = sortKey(group);
        const known = sets.get(key);
        if (known === undefined) sets.set(key, [i]);
        else known.push(i);
      }
    }
    for (const group of walk.groups) {
      const own = without(group, credited.get(group.path));
      for (let path = group.path; ; path = parentOf(path)) {
        const sums = sumsAt(this.#own, path);
        add(sums, own);
        sums.unreadable += group.unreadable;
        if (path === '') break;
      }
    }
    const sorted = [...sets].sort(([left], [right]) => (left < right ? -1 : 1));
    this.#keys = sorted.map(([key]) => key);
    this.#setsOf = sorted.map(([, indexes]) => indexes);
  }

  has(path: string): boolean {
    return this.#own.has(path);
  }

  addTo(sums: Sums, paths: ReadonlySet<string>, counts: Counts): void {
    const touched: number[] = [];
    for (const path of paths) {
      if (isBelowOneOf(path, paths)) continue;
      const own = this.#own.get(path);
      if (own === undefined) continue;
      add(sums, own);
      sums.unreadable += own.unreadable;
      this.#meet(path, touched);
    }
    for (const i of touched) {
      const link = this.#linked[i];
      if (link !== undefined && counts(this.#met[i] ?? 0, link.groups.length)) add(sums, link);
      this.#met[i] = 0;
    }
  }

  apart(path: string): ApartUsage {
    const links = [...this.#setsBelow(path)].flatMap((i) => this.#linked[i] ?? []);
    return { own: { ...(this.#own.get(path) ?? noSums()) }, links };
  }

  /** Counts the link sets of every group at or below a path. */
  #meet(path: string, touched: number[]): void {
    for (const i of this.#setsBelow(path)) {
      const met = this.#met[i] ?? 0;
      if (met === 0) touched.push(i);
      this.#met[i] = met + 1;
    }
  }

  /** Link sets of every group at or below a path, one entry for each group. */
  *#setsBelow(path: string): Generator<number> {
    const key = sortKey(path);
    for (let at = this.#find(key); at < this.#keys.length; at++) {
      const found = this.#keys[at] ?? '';
      if (key !== '' && found !== key && !found.startsWith(`${key}\0`)) break;
      yield* this.#setsOf[at] ?? [];
    }
  }

  /** Index of the first key that is not before `key`. */
  #find(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** No name holds NUL, and nothing sorts before it: a directory is followed by what is below it, and by nothing else. */
function sortKey(path: string): string {
  return path.replaceAll('/', '\0');
}

function noSums(): Sums {
  return { ...NO_USAGE, unreadable: 0 };
}

function sumsAt(sums: Map<string, Sums>, path: string): Sums {
  const known = sums.get(path);
  if (known !== undefined) return known;
  const fresh = noSums();
  sums.set(path, fresh);
  return fresh;
}

function add(sums: Sums, { allocatedBytes, apparentBytes, inodes }: Usage): void {
  sums.allocatedBytes = addBytes(sums.allocatedBytes, allocatedBytes);
  sums.apparentBytes = addBytes(sums.apparentBytes, apparentBytes);
  sums.inodes = addBytes(sums.inodes, inodes);
}

/** A group without the inodes it is credited with for a link set. */
function without(group: WalkGroup, credited: Usage | undefined): Usage {
  if (credited === undefined) return group;
  return {
    allocatedBytes: subtract(group.allocatedBytes, credited.allocatedBytes),
    apparentBytes: subtract(group.apparentBytes, credited.apparentBytes),
    inodes: subtract(group.inodes, credited.inodes),
  };
}

/** A sum that has stopped at the largest exact integer says nothing about its parts, and stays there. */
function subtract(sum: number, part: number): number {
  return sum === Number.MAX_SAFE_INTEGER ? sum : Math.max(0, sum - part);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isBelowOneOf(path: string, paths: ReadonlySet<string>): boolean {
  for (let above = path; above !== '';) {
    above = parentOf(above);
    if (paths.has(above)) return true;
  }
  return false;
}

function isAtOrBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`);
}

function relativeTo(root: string, path: string): string {
  if (root === '') return path;
  return path.slice(root.endsWith('/') ? root.length : root.length + 1);
}
