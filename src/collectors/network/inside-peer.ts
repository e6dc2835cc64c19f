import { closeSync, constants, openSync, readSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { mountHolding, parseMountInfo } from '../../formats/mountinfo.js';
import { readKernelText } from './small-reads.js';

const MAX_MOUNTINFO = 16 * 1024 * 1024;
/** `SYSFS_MAGIC` of `include/uapi/linux/magic.h`. */
const SYSFS_MAGIC = 0x6265_6572;
/** No symlink is on the way to it: pairs of interfaces have no device behind them. */
const VIRTUAL = '/sys/devices/virtual/net';

/** Whether what the process calls `/sys` is a sysfs with nothing over the part that is read. */
function hasPlainSysfs(procRoot: string, pid: number): boolean {
  const mounts = parseMountInfo(
    readKernelText(join(procRoot, String(pid), 'mountinfo'), MAX_MOUNTINFO) ?? '',
  );
  const holding = mountHolding(mounts, VIRTUAL);
  return (
    holding?.filesystemType === 'sysfs' &&
    holding.mountPoint === '/sys' &&
    holding.root === '/' &&
    !mounts.some(({ mountPoint }) => mountPoint.startsWith(`${VIRTUAL}/`))
  );
}

/** A number in a file of a sysfs; `null` when it is none, or the file turns out to be of another filesystem. */
function readSysfsNumber(path: string): number | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    // The mounts may have changed since they were looked at.
    if (statfsSync(`/proc/self/fd/${descriptor}`).type !== SYSFS_MAGIC) return null;
    const buffer = Buffer.alloc(32);
    const text = buffer.subarray(0, readSync(descriptor, buffer)).toString('latin1').trim();
    return /^\d{1,10}$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/**
 * Index of the other end of an interface in a container, read below the container's own root. That tree is the
 * container's to change, so it is read only where the kernel's own filesystem is mounted there, without following a
 * link, and what is read must be of the interface that is meant. `null` where any of it is not so.
 *
 * @param index index of the interface inside
 */
export function readInsidePeer(procRoot: string, pid: number, name: string, index: number): number | null {
  // A name of an interface has no slash, but text is text.
  if (name.includes('/') || name === '.' || name === '..' || !hasPlainSysfs(procRoot, pid)) return null;
  const directory = join(procRoot, String(pid), 'root', VIRTUAL, name);
  return readSysfsNumber(join(directory, 'ifindex')) === index
    ? readSysfsNumber(join(directory, 'iflink'))
    : null;
}
