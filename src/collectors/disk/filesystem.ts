import { statfs } from 'node:fs/promises';
import { mountHolding, type MountInfo } from '../../formats/mountinfo.js';
import type { Filesystem } from '../../model/filesystem.js';

/**
 * The filesystem that holds `path`, from `statfs(2)` and the mount table.
 * @throws the system's error when `statfs` fails.
 */
export async function readFilesystem(path: string, mounts: readonly MountInfo[]): Promise<Filesystem> {
  const stats = await statfs(path);
  const mount = mountHolding(mounts, path);
  // Blocks are counted in fragments, which some filesystems (FUSE) make smaller than the block size.
  const unit = stats.frsize > 0 ? stats.frsize : stats.bsize;
  return {
    type: mount?.filesystemType ?? null,
    device: mount?.source ?? null,
    mountPoint: mount?.mountPoint ?? null,
    totalBytes: stats.blocks * unit,
    usedBytes: (stats.blocks - stats.bfree) * unit,
    freeBytes: stats.bfree * unit,
    availableBytes: stats.bavail * unit,
    // btrfs and others without an inode table answer 0 inodes in all.
    inodesTotal: stats.files === 0 ? null : stats.files,
    inodesFree: stats.files === 0 ? null : stats.ffree,
  };
}
