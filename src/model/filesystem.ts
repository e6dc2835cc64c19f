/** The filesystem under a root, as `statfs(2)` and the mount table tell. Bytes and inodes are exact integers. */
export interface Filesystem {
  readonly type: string | null;
  readonly device: string | null;
  readonly mountPoint: string | null;
  readonly totalBytes: number;
  readonly usedBytes: number;
  /** Free for root: `f_bfree`. */
  readonly freeBytes: number;
  /** Free for everyone else: `f_bavail`, without the blocks reserved for root. */
  readonly availableBytes: number;
  /** `null` on filesystems without an inode limit (btrfs). */
  readonly inodesTotal: number | null;
  readonly inodesFree: number | null;
}
