import { existsSync, mkdirSync } from 'node:fs';
import type { EngineLayout } from './layout.js';
import { mustRun, run } from './run.js';
import { until } from './until.js';

/** Sparse: only what is written takes space. */
const BYTES = 4 * 1024 ** 3;

/** Puts a btrfs file system of its own at the data root, in a loop device whose image is in the engine's directory. */
export async function mountBtrfs(layout: EngineLayout): Promise<void> {
  mkdirSync(layout.dataRoot, { recursive: true });
  await mustRun('truncate', [`--size=${BYTES}`, layout.diskImage]);
  await mustRun('mkfs.btrfs', ['--quiet', layout.diskImage]);
  await mustRun('mount', ['-t', 'btrfs', '-o', 'loop', layout.diskImage, layout.dataRoot]);
}

/**
 * Waits until no loop device has the image any more: unmounting detaches it, in its own time.
 * @throws when it stays attached
 */
export async function detachDisk(layout: EngineLayout): Promise<void> {
  if (!existsSync(layout.diskImage)) return;
  await until(
    `the loop device of ${layout.diskImage} to be detached`,
    async () => {
      const found = (
        await mustRun('losetup', ['--noheadings', '--output=NAME', '--associated', layout.diskImage])
      )
        .toString()
        .split('\n')
        .filter(Boolean);
      for (const device of found) await run('losetup', ['--detach', device.trim()]);
      return found.length === 0;
    },
    15_000,
  );
}
