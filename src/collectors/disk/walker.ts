import type { WalkResult } from '../../model/walk.js';

/** What to walk, and how to group what is found. */
export interface WalkRequest {
  /** Absolute path of the directory to walk. */
  readonly root: string;
  /**
   * Patterns of paths that become groups of their own, relative to the root: names joined by `/`, where `*` stands
   * for any one name and a literal name wins over `*`. Every inode belongs to the deepest group above it; the root
   * is always a group.
   */
  readonly groups: readonly string[];
  /** Mount points below the root, absolute: they are not entered even when the device is the same. */
  readonly mountPoints: readonly string[];
  /**
   * Directories below the root, absolute, that belong to another root and are walked with that one: neither entered
   * nor counted, not even their own inode.
   */
  readonly excluded: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Called a few times a second with what has been found so far. */
  readonly onProgress?: ((soFar: WalkResult) => void) | undefined;
}

/**
 * Measures every inode below a root exactly once: `lstat` only, no symlink followed, no mount crossed. A btrfs
 * subvolume is no mount and is walked, as `du` without `-x` does. Entries that
 * vanish are counted, unreadable ones reported; neither ends the walk. An aborted walk resolves as `cancelled`.
 */
export interface DiskWalker {
  walk(request: WalkRequest): Promise<WalkResult>;
}
