import { lstat, readFile } from 'node:fs/promises';
import { parseLocks } from '../../formats/proc-locks.js';

/** Databases that a running engine keeps locked for its whole life (bbolt, `flock`). */
export const LOCKED_DATABASES = ['volumes/metadata.db', 'network/files/local-kv.db'];

/**
 * Whether a running engine holds the data root, seen by the locks on its databases: no lock is taken or tried.
 * @param databases relative to the root; those of a data root unless named
 * @returns `null` when there is no database to go by, or `/proc/locks` cannot be read.
 */
export async function isHeldByEngine(
  root: string,
  procRoot = '/proc',
  databases: readonly string[] = LOCKED_DATABASES,
): Promise<boolean | null> {
  try {
    const locks = parseLocks(await readFile(`${procRoot}/locks`, 'utf8'));
    let answer: boolean | null = null;
    for (const database of databases) {
      const stats = await lstat(`${root}/${database}`).catch(() => null);
      if (stats === null) continue;
      // Only the inode is compared: on btrfs and in containers the device in /proc/locks is another than lstat's.
      answer = locks.some((lock) => lock.kind === 'FLOCK' && lock.exclusive && lock.inode === stats.ino);
      if (answer) break;
    }
    return answer;
  } catch {
    return null;
  }
}
