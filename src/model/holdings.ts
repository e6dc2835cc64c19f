/** A process, named for good by its pid and its start time. */
export interface HoldingProcess {
  readonly pid: number;
  /** The name it gives itself: at most 15 bytes of any kind. */
  readonly comm: string;
  /** Clock ticks after boot at which it started. */
  readonly startTime: number;
}

/** Where a mount can be seen. */
export interface MountView {
  /** Inode number of the mount namespace. */
  readonly namespace: string;
  /** One process in that namespace. */
  readonly pid: number;
  /** As that process names it. */
  readonly mountPoint: string;
}

/**
 * A mount anywhere on the host that uses a directory strictly below a root: such a directory is no leftover, and a
 * mount that no living container accounts for is one itself.
 */
export interface MountHolding {
  readonly filesystemType: string;
  /** `major:minor` of the mounted filesystem. */
  readonly device: string;
  /** What is mounted where below the roots, as they name it; none when it is mounted elsewhere only. */
  readonly mountPoints: readonly string[];
  /** For a bind mount: what below the roots is mounted; else `null`. */
  readonly sourceDirectory: string | null;
  /** The source has been deleted since. */
  readonly sourceDeleted: boolean;
  /** Of an overlay, as the roots name them; `null` for none, or where it lies outside the roots. */
  readonly upperDirectory: string | null;
  readonly workDirectory: string | null;
  /** Those below the roots, topmost first. The short links of overlay2 (`l/…`) are resolved. */
  readonly lowerDirectories: readonly string[];
  readonly views: readonly MountView[];
  readonly inOwnNamespace: boolean;
  /**
   * When an overlay with an upper directory was mounted, RFC 3339: the kernel then makes `work` in its work directory
   * anew (fs/overlayfs/super.c, `ovl_workdir_create`). `null` for others, and where that cannot be seen.
   */
  readonly mountedAt: string | null;
}

/** A process that holds a deleted file. */
export interface DeletedFileHolder extends HoldingProcess {
  /** Its file descriptors; empty when the file is only mapped into its memory. */
  readonly descriptors: readonly number[];
  readonly mapped: boolean;
}

/** A file without a name whose blocks stay until the last process closes it. Each inode is listed once. */
export interface OpenDeletedFile {
  /** Where it was, as the root names it; `null` when only the filesystem is known. */
  readonly path: string | null;
  /** Where it was as its process names it. */
  readonly seenPath: string;
  /** The writable layer it lies in, when it was opened through an overlay. */
  readonly upperDirectory: string | null;
  /** `major:minor` as `stat(2)` tells; an overlay's own for a file of a container. */
  readonly device: string;
  readonly inode: string;
  readonly allocatedBytes: number;
  readonly apparentBytes: number;
  readonly processes: readonly DeletedFileHolder[];
}

/** How far processes could be looked at. What could not be read is unknown, not nothing. */
export interface ProcessCoverage {
  /** Every process of the host was looked at, in whole. */
  readonly complete: boolean;
  /** Processes seen, those that ended meanwhile left out. */
  readonly processes: number;
  /** Of these, whose descriptors, mounts or memory maps could not be read in whole. */
  readonly unreadable: number;
  /** Only some of the host's processes can be seen: bilge is in a pid namespace, or `/proc` hides those of others. */
  readonly hidden: boolean;
}

/** What the processes and mounts of the host hold below some roots. */
export interface Holdings {
  readonly mounts: readonly MountHolding[];
  readonly deletedFiles: readonly OpenDeletedFile[];
  /** Deleted files that may lie below a root: their mount is gone from every namespace. Not in `deletedFiles`. */
  readonly undecidedFiles: readonly OpenDeletedFile[];
  readonly coverage: ProcessCoverage;
}

/** A process that uses something at or below a directory. */
export interface DirectoryUser extends HoldingProcess {
  readonly descriptors: readonly number[];
  readonly workingDirectory: boolean;
  readonly rootDirectory: boolean;
  readonly mapped: boolean;
}

/** Who uses a directory. */
interface OpenBelow {
  readonly path: string;
  readonly processes: readonly DirectoryUser[];
}

/** Who uses which of the directories that were asked about, in their order; those nobody uses have no processes. */
export interface OpenBelowResult {
  readonly directories: readonly OpenBelow[];
  readonly coverage: ProcessCoverage;
}

/** A second look, after the walks, at what may be a leftover. */
export interface Confirmation {
  readonly holdings: Holdings;
  /** Who uses the paths that were asked about. */
  readonly users: OpenBelowResult;
}
