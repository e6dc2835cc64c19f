import { addBytes } from '../../model/usage.js';
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
  /** Groups seen so far in byte order; the first one carries the figures. */
  groups: string[];
}

/** Unreadable entries kept by path; further ones are only counted. */
const UNREADABLE_KEPT = 100;

function compareBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Adds up a walk. Inodes with several links count once, in the first of their groups in byte order, whatever the
 * order in which they are met, so that two walks of the same tree agree. An inode is forgotten when its last link
 * has been seen: memory grows with the groups and with the inodes that still have unseen links.
 */
export class WalkTally {
  readonly #groups = new Map<string, GroupTally>();
  readonly #open = new Map<string, OpenInode>();
  readonly #linked = new Map<string, { -readonly [K in keyof LinkedGroups]: LinkedGroups[K] }>();
  readonly #unreadable: UnreadableEntry[] = [];
  readonly #mountsSkipped: string[] = [];
  #unreadableCount = 0;
  #vanished = 0;

  /** Adds what a group gained since the last call. */
  addGroup(delta: GroupTally): void {
    const group = this.#group(delta.path);
    group.allocatedBytes = addBytes(group.allocatedBytes, delta.allocatedBytes);
    group.apparentBytes = addBytes(group.apparentBytes, delta.apparentBytes);
    group.inodes += delta.inodes;
    group.unreadable += delta.unreadable;
    if (delta.newestMs > group.newestMs) group.newestMs = delta.newestMs;
  }

  addLink(sighting: LinkSighting): void {
    const known = this.#open.get(sighting.key);
    if (known === undefined) {
      const inode: OpenInode = {
        remaining: sighting.links - 1,
        allocatedBytes: sighting.allocatedBytes,
        apparentBytes: sighting.apparentBytes,
        groups: [sighting.group],
      };
      this.#open.set(sighting.key, inode);
      this.#credit(sighting.group, inode, 1);
      return;
    }
    known.remaining -= 1;
    if (!known.groups.includes(sighting.group)) this.#addGroupTo(known, sighting.group);
    if (known.remaining <= 0) {
      this.#open.delete(sighting.key);
      if (known.groups.length > 1) this.#recordLinked(known);
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

  /** The figures so far, groups in byte order. */
  result(state: WalkState, elapsedMs: number): WalkResult {
    if (state !== 'running') this.#closeInodes();
    const groups: WalkGroup[] = [...this.#groups.values()]
      .map((group) => ({ ...group }))
      .sort((left, right) => compareBytes(left.path, right.path));
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
      linked: [...this.#linked.values()],
      vanished: this.#vanished,
      unreadable: [...this.#unreadable],
      unreadableCount: this.#unreadableCount,
      mountsSkipped: [...this.#mountsSkipped].sort(compareBytes),
      elapsedMs,
    };
  }

  #group(path: string): GroupTally {
    let group = this.#groups.get(path);
    if (group === undefined) {
      group = emptyGroupTally(path);
      this.#groups.set(path, group);
    }
    return group;
  }

  #credit(path: string, inode: OpenInode, sign: 1 | -1): void {
    const group = this.#group(path);
    group.allocatedBytes = addBytes(group.allocatedBytes, sign * inode.allocatedBytes);
    group.apparentBytes = addBytes(group.apparentBytes, sign * inode.apparentBytes);
    group.inodes += sign;
  }

  #addGroupTo(inode: OpenInode, path: string): void {
    const owner = inode.groups[0];
    inode.groups.push(path);
    inode.groups.sort(compareBytes);
    const newOwner = inode.groups[0];
    if (owner !== undefined && newOwner !== undefined && owner !== newOwner) {
      this.#credit(owner, inode, -1);
      this.#credit(newOwner, inode, 1);
    }
  }

  #recordLinked(inode: OpenInode): void {
    const key = inode.groups.join('\0');
    const known = this.#linked.get(key);
    if (known === undefined) {
      const { groups, allocatedBytes, apparentBytes } = inode;
      this.#linked.set(key, { groups, allocatedBytes, apparentBytes, inodes: 1 });
      return;
    }
    known.allocatedBytes = addBytes(known.allocatedBytes, inode.allocatedBytes);
    known.apparentBytes = addBytes(known.apparentBytes, inode.apparentBytes);
    known.inodes += 1;
  }

  /** Inodes with links outside the root never see their last link. */
  #closeInodes(): void {
    for (const inode of this.#open.values()) if (inode.groups.length > 1) this.#recordLinked(inode);
    this.#open.clear();
  }
}
