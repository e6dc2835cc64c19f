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
  return {
    type: mount?.filesystemType ?? null,
    device: mount?.source ?? null,
    mountPoint: mount?.mountPoint ?? null,
    totalBytes: stats.blocks * stats.bsize,
    usedBytes: (stats.blocks - stats.bfree) * stats.bsize,
    freeBytes: stats.bfree * stats.bsize,
    availableBytes: stats.bavail * stats.bsize,
    // btrfs and others without an inode table answer 0 inodes in all.
    inodesTotal: stats.files === 0 ? null : stats.files,
    inodesFree: stats.files === 0 ? null : stats.ffree,
  };
}
