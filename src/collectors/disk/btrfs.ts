/** `f_type` of btrfs in `statfs(2)`. Source: kernel, include/uapi/linux/magic.h. */
export const BTRFS_MAGIC = 0x9123683e;

/**
 * Inode numbers of directories whose device differs from their parent's on the same btrfs: the root of every
 * subvolume (256, `BTRFS_FIRST_FREE_OBJECTID`), and the empty directory that stands in a snapshot for a subvolume
 * that was in the original (2, `BTRFS_EMPTY_SUBVOL_DIR_OBJECTID`). Source: kernel, include/uapi/linux/btrfs_tree.h.
 */
export const SUBVOLUME_INODES: ReadonlySet<number> = new Set([256, 2]);
