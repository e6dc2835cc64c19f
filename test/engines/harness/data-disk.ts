import { existsSync, mkdirSync } from 'node:fs';
import type { EngineLayout } from './layout.js';
import { processesThatMount } from './processes.js';
import { mustRun } from './run.js';
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

/** Loop devices that have this image, also when the file is gone by now: losetup then adds ` (deleted)` to its name. */
export async function loopDevices(image: string): Promise<readonly string[]> {
  const told = (
    await mustRun('losetup', ['--list', '--noheadings', '--raw', '--output=NAME,BACK-FILE'])
  ).toString();
  return told.split('\n').flatMap((line) => {
    const [device = '', file] = line.split(' ');
    return file === image || file?.startsWith(`${image}\\x20`) === true ? [device] : [];
  });
}

/**
 * Waits until no loop device has the image any more: unmounting detaches it, in its own time.
 * @throws when it stays attached, as a process of somebody else may have a copy of the mount in a namespace of its own
 */
export async function detachDisk(layout: EngineLayout): Promise<void> {
  if (!existsSync(layout.diskImage)) return;
  const detached = async (): Promise<boolean> => (await loopDevices(layout.diskImage)).length === 0;
  try {
    await until(`the loop device of ${layout.diskImage} to be detached`, detached, 15_000);
  } catch (error) {
    const devices = await loopDevices(layout.diskImage);
    const holders = devices.flatMap((device) => processesThatMount(device));
    throw new Error(`${devices.join(', ')} is held by processes ${holders.join(', ') || 'unknown'}`, {
      cause: error,
    });
  }
}
