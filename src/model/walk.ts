import type { Usage } from './usage.js';

/** One group of a walk: the inodes below `path` that no deeper group claims, and the entry at `path` itself. */
export interface WalkGroup extends Usage {
  /** Relative to the walk's root, `/` between names; `''` is the root itself. */
  readonly path: string;
  /** Newest `mtime` or `ctime` seen in the group, milliseconds since 1970: how long nothing has changed. */
  readonly newestMs: number;
  /** Entries below this group that could not be read: the group's figures are a lower bound when above 0. */
  readonly unreadable: number;
}

/**
 * Inodes whose hard links lie in more than one group. Each is already counted once, in `groups[0]`; this says how
 * much of that figure stays when only some of the groups are removed.
 */
export interface LinkedGroups extends Usage {
  /** Group paths in byte order. */
  readonly groups: readonly string[];
}

/** Where a walk stands: the figures are exact only when `complete`. */
export type WalkState = 'running' | 'complete' | 'cancelled';

/** An entry the walker could not read. */
export interface UnreadableEntry {
  readonly path: string;
  /** The system's error code, such as `EACCES`. */
  readonly code: string;
}

/** What a walk has found, so far or finally. `groups` holds each group once; their sum is the root's total. */
export interface WalkResult {
  readonly state: WalkState;
  readonly total: Usage;
  readonly groups: readonly WalkGroup[];
  readonly linked: readonly LinkedGroups[];
  /** Entries that disappeared between being listed and being looked at. */
  readonly vanished: number;
  /** The first unreadable entries (at most 100), and how many there were in all. */
  readonly unreadable: readonly UnreadableEntry[];
  readonly unreadableCount: number;
  /** Directories left out because something is mounted on them, relative to the root. */
  readonly mountsSkipped: readonly string[];
  /** Directories left out because they belong to another root, relative to the root: those that were met. */
  readonly excluded: readonly string[];
  /** Wall time of the walk so far, milliseconds. */
  readonly elapsedMs: number;
}
