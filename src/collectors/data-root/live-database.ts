import { type BoltDatabase, openBolt } from '../../formats/bolt/database.js';
import { BoltError } from '../../formats/bolt/error.js';
import { highestTxid } from '../../formats/bolt/meta.js';
import type { Problem } from '../../model/problem.js';
import { type FileSource, FileSourceError } from '../disk/file-source.js';

/** Readings after which a database that keeps changing is taken as it is. */
const MAX_READINGS = 20;

export interface DatabaseReading {
  readonly database: BoltDatabase;
  /**
   * The engine never stopped writing, and the pages may be of different states ("best effort"). Records can be
   * missing without a trace then: tell the user, and call nothing unreferenced because it is not in here.
   */
  readonly live: boolean;
}

/**
 * Reads a bbolt database that an engine may have open, without a lock: the engine holds an exclusive one for life,
 * and a lock of ours could keep it from starting.
 *
 * The file is read until two readings agree on the newest transaction. The pages of a state are not written again
 * before the second transaction after it begins (bbolt, `db.go`, `beginRWTx`), so the earlier of the two readings
 * is then consistent. Where none do, it is the reading during which the fewest transactions ended.
 * @returns `null` when there is no such file.
 * @throws FileSourceError | BoltError, which {@link databaseProblem} explains.
 */
export async function readBolt(source: FileSource, path: string): Promise<DatabaseReading | null> {
  try {
    let data = await source.read(path);
    let best: { data: Buffer; moved: bigint } | null = null;
    for (let reading = 1; reading < MAX_READINGS; reading++) {
      const next = await source.read(path);
      const moved = transactionsBetween(data, next);
      if (moved === 0n) return { database: openBolt(data), live: false };
      if (moved !== null && (best === null || moved < best.moved)) best = { data, moved };
      data = next;
    }
    return { database: openBolt(best?.data ?? data), live: true };
  } catch (error) {
    if (error instanceof FileSourceError && error.missing) return null;
    throw error;
  }
}

/** How far the newest transaction moved from one reading to the next; `null` when one of them is no database. */
function transactionsBetween(earlier: Buffer, later: Buffer): bigint | null {
  const [from, to] = [highestTxid(earlier), highestTxid(later)];
  if (from === to) return 0n;
  return from === null || to === null || to < from ? null : to - from;
}

/**
 * The problem that a failed {@link readBolt} is for the user; any other error is a bug and thrown on.
 * @param path the database's full path, for the message
 * @param missing which figures are missing because of it
 */
export function databaseProblem(error: unknown, path: string, missing: string | null): Problem {
  if (error instanceof BoltError) {
    return {
      source: 'data-root',
      code: 'database-damaged',
      message: `The database cannot be read: ${error.message}.`,
      path,
      missing,
      hint: 'Read it again when the engine is idle; if it stays unreadable, the file is damaged or was cut off.',
    };
  }
  if (!(error instanceof FileSourceError)) throw error;
  const denied = error.code === 'EACCES' || error.code === 'EPERM';
  return {
    source: 'data-root',
    code: denied ? 'database-denied' : 'database-unreadable',
    message: `The database cannot be read: ${error.message}.`,
    path,
    missing,
    hint: denied ? 'Run bilge as root.' : null,
  };
}
