import type { UnreadableEntry } from '../../model/walk.js';
import type { GroupTally, LinkSighting } from './walk-tally.js';

/** A directory still to be read. `path` is a Buffer only where a name on the way is not valid UTF-8. */
export interface DirectoryTask {
  readonly path: string | Uint8Array;
  /** The same path relative to the root, for people: invalid bytes replaced. */
  readonly relative: string;
  readonly device: number;
  readonly inode: number;
  readonly group: string;
}

/** What a worker needs once. */
export interface WorkerSetup {
  readonly root: string;
  readonly groups: readonly string[];
  /** Absolute paths of mount points below the root. */
  readonly mountPoints: readonly string[];
  /** Absolute paths of directories below the root that belong to another root. */
  readonly excluded: readonly string[];
  readonly btrfs: boolean;
  /** Int32: [0] is 1 when the walk is cancelled, [1] the number of workers without work. */
  readonly control: SharedArrayBuffer;
}

export const CANCELLED = 0;
export const IDLE_WORKERS = 1;

/** Figures a worker has gathered since its last batch. */
export interface WalkBatch {
  readonly groups: readonly GroupTally[];
  readonly links: readonly LinkSighting[];
  readonly vanished: number;
  readonly unreadable: readonly UnreadableEntry[];
  readonly mountsSkipped: readonly string[];
  readonly excluded: readonly string[];
}

export type WorkerMessage =
  | { readonly kind: 'batch'; readonly batch: WalkBatch }
  | { readonly kind: 'share'; readonly tasks: readonly DirectoryTask[] }
  | { readonly kind: 'idle' };
