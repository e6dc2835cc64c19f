import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { MountInfo } from '../../formats/mountinfo.js';

/** The initial pid namespace has a fixed inode number: `PROC_PID_INIT_INO` of `include/linux/proc_ns.h`. */
const INITIAL = 'pid:[4026531836]';

/**
 * Whether a proc filesystem shows only some of the host's processes: it belongs to a pid namespace of a container, or
 * it is mounted with `hidepid` (Documentation/filesystems/proc.rst, 4) and this user is not root.
 *
 * @param mounts the mounts of bilge's own namespace
 */
export async function hidesProcesses(procRoot: string, mounts: readonly MountInfo[]): Promise<boolean> {
  const link = async (process: string): Promise<string | null> =>
    readlink(join(procRoot, process, 'ns/pid')).catch(() => null);
  // The first process of a container is in the container's namespace; the host's may not be looked at by everyone.
  const namespace = (await link('1')) ?? (await link('self'));
  if (namespace !== INITIAL) return true;
  const mount = mounts.findLast((one) => one.filesystemType === 'proc' && one.mountPoint === procRoot);
  const hidepid = /(?:^|,)hidepid=(\w+)/.exec(mount?.superOptions ?? '')?.[1];
  return hidepid !== undefined && !['0', 'off'].includes(hidepid) && process.geteuid?.() !== 0;
}
