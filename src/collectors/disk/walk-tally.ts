import { addBytes, NO_USAGE } from '../../model/usage.js';
import type { LinkedGroups, UnreadableEntry, WalkGroup, WalkResult, WalkState } from '../../model/walk.js';

/** Running figures of one group. */
export interface GroupTally {
  readonly path: string;
  allocatedBytes: number;
  apparentBytes: number;
  inodes: number;
  newestMs: number;
  unreadable: number;
}

export function emptyGroupTally(path: string): GroupTally {
  return { path, allocatedBytes: 0, apparentBytes: 0, inodes: 0, newestMs: 0, unreadable: 0 };
}

/** The tally of a group, begun where there is none yet. */
export function groupIn(groups: Map<string, GroupTally>, path: string): GroupTally {
  let group = groups.get(path);
  if (group === undefined) {
    group = emptyGroupTally(path);
    groups.set(path, group);
  }
  return group;
}

/** One sighting of a non-directory with more than one link. */
export interface LinkSighting {
  /** `device:inode`. */
  readonly key: string;
  readonly links: number;
  readonly allocatedBytes: number;
  readonly apparentBytes: number;
  readonly group: string;
}

interface OpenInode {
  remaining: number;
  allocatedBytes: number;
  apparentBytes: number;
  /** Groups seen so far in byte order; the first one will carry the figures. */
  groups: string[];
}

/** Unreadable entries kept by path; further ones are only counted. */
const UNREADABLE_KEPT = 100;

function compareBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function credit(group: GroupTally, inode: OpenInode): void {
  group.allocatedBytes = addBytes(group.allocatedBytes, inode.allocatedBytes);
  group.apparentBytes = addBytes(group.apparentBytes, inode.apparentBytes);
  group.inodes += 1;
}

/**
 * Adds up a walk. Inodes with several links count once, in the first of their groups in byte order, whatever the
 * order in which they are met, so that two walks of the same tree agree. Figures are only ever added, never taken
 * back: sums that stop at the largest exact integer would not survive that. An inode is forgotten when its last link
 * has been seen: memory grows with the groups and with the inodes that still have unseen links.
 */
export class WalkTally {
  readonly #groups = new Map<string, GroupTally>();
  readonly #open = new Map<string, OpenInode>();
  readonly #linked = new Map<string, LinkedGroups>();
  readonly #unreadable: UnreadableEntry[] = [];
  readonly #mountsSkipped: string[] = [];
  readonly #excluded: string[] = [];
  #unreadableCount = 0;
  #vanished = 0;

  /** Adds what a group gained since the last call. */
  addGroup(delta: GroupTally): void {
    const group = groupIn(this.#groups, delta.path);
    group.allocatedBytes = addBytes(group.allocatedBytes, delta.allocatedBytes);
    group.apparentBytes = addBytes(group.apparentBytes, delta.apparentBytes);
    group.inodes += delta.inodes;
    group.unreadable += delta.unreadable;
    if (delta.newestMs > group.newestMs) group.newestMs = delta.newestMs;
  }

  addLink(sighting: LinkSighting): void {
    groupIn(this.#groups, sighting.group);
    const known = this.#open.get(sighting.key);
    if (known === undefined) {
      this.#open.set(sighting.key, {
        remaining: sighting.links - 1,
        allocatedBytes: sighting.allocatedBytes,
        apparentBytes: sighting.apparentBytes,
        groups: [sighting.group],
      });
      return;
    }
    known.remaining -= 1;
    if (!known.groups.includes(sighting.group)) {
      known.groups.push(sighting.group);
      known.groups.sort(compareBytes);
    }
    if (known.remaining <= 0) {
      this.#open.delete(sighting.key);
      this.#close(known);
    }
  }

  addVanished(count: number): void {
    this.#vanished += count;
  }

  addUnreadable(entry: UnreadableEntry): void {
    this.#unreadableCount += 1;
    if (this.#unreadable.length < UNREADABLE_KEPT) this.#unreadable.push(entry);
  }

  addMountSkipped(path: string): void {
    this.#mountsSkipped.push(path);
  }

  addExcluded(path: string): void {
    this.#excluded.push(path);
  }

  /** The figures so far, groups in byte order. Nothing in them changes afterwards. */
  result(state: WalkState, elapsedMs: number): WalkResult {
    if (state !== 'running') this.#closeAll();
    const copies = new Map([...this.#groups].map(([path, group]) => [path, { ...group }]));
    for (const inode of this.#open.values()) {
      const owner = copies.get(inode.groups[0] ?? '');
      if (owner !== undefined) credit(owner, inode);
    }
    const groups: WalkGroup[] = [...copies.values()].sort((left, right) =>
      compareBytes(left.path, right.path),
    );
    let allocatedBytes = 0;
    let apparentBytes = 0;
    let inodes = 0;
    for (const group of groups) {
      allocatedBytes = addBytes(allocatedBytes, group.allocatedBytes);
      apparentBytes = addBytes(apparentBytes, group.apparentBytes);
      inodes += group.inodes;
    }
    return {
      state,
      total: { allocatedBytes, apparentBytes, inodes },
      groups,
      linked: [...this.#linked].sort(([left], [right]) => compareBytes(left, right)).map(([, set]) => set),
      vanished: this.#vanished,
      unreadable: [...this.#unreadable].sort((left, right) => compareBytes(left.path, right.path)),
      unreadableCount: this.#unreadableCount,
      mountsSkipped: [...this.#mountsSkipped].sort(compareBytes),
      excluded: [...this.#excluded].sort(compareBytes),
      elapsedMs,
    };
  }

  #close(inode: OpenInode): void {
    credit(groupIn(this.#groups, inode.groups[0] ?? ''), inode);
    if (inode.groups.length < 2) return;
    const key = inode.groups.join('\0');
    const known = this.#linked.get(key) ?? { ...NO_USAGE, groups: inode.groups };
    this.#linked.set(key, {
      groups: known.groups,
      allocatedBytes: addBytes(known.allocatedBytes, inode.allocatedBytes),
      apparentBytes: addBytes(known.apparentBytes, inode.apparentBytes),
      inodes: known.inodes + 1,
    });
  }

  /** Inodes with links outside the root never see their last link. */
  #closeAll(): void {
    for (const inode of this.#open.values()) this.#close(inode);
    this.#open.clear();
  }
}
