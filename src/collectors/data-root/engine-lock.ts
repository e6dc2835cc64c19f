import { lstat, readFile } from 'node:fs/promises';
import { type FileLock, parseLocks } from '../../formats/proc-locks.js';
import { processStart } from '../proc/process-start.js';

/** Databases that a running engine keeps locked for its whole life (bbolt, `flock`). */
export const LOCKED_DATABASES = ['volumes/metadata.db', 'network/files/local-kv.db'];

/** Whether a running engine holds a root, and since when. */
export interface EngineHold {
  /** `null` when there is no database to go by, or `/proc/locks` cannot be read. */
  readonly held: boolean | null;
  /** When the process that took the lock was started, RFC 3339; `null` when none has, or it cannot be seen. */
  readonly since: string | null;
}

/**
 * Whether a running engine holds the data root, seen by the locks on its databases: no lock is taken or tried.
 * @param databases relative to the root; those of a data root unless named
 */
export async function engineHold(
  root: string,
  procRoot = '/proc',
  databases: readonly string[] = LOCKED_DATABASES,
): Promise<EngineHold> {
  try {
    const locks = parseLocks(await readFile(`${procRoot}/locks`, 'utf8'));
    let held: boolean | null = null;
    for (const database of databases) {
      const stats = await lstat(`${root}/${database}`).catch(() => null);
      if (stats === null) continue;
      const lock = locks.find((one) => isHeld(one, stats.ino));
      if (lock !== undefined) return { held: true, since: await processStart(procRoot, lock.pid) };
      held = false;
    }
    return { held, since: null };
  } catch {
    return { held: null, since: null };
  }
}

/** Only the inode is compared: on btrfs and in containers the device in /proc/locks is another than lstat's. */
function isHeld(lock: FileLock, inode: number): boolean {
  return lock.kind === 'FLOCK' && lock.exclusive && lock.inode === inode;
}
