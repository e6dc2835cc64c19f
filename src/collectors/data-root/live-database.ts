import { type BoltDatabase, openBolt } from '../../formats/bolt/database.js';
import { BoltError } from '../../formats/bolt/error.js';
import { highestTxid } from '../../formats/bolt/meta.js';
import type { Problem } from '../../model/problem.js';
import { type FileSource, FileSourceError } from '../disk/file-source.js';

/** Readings after which a database that keeps changing is taken as it is. */
const MAX_READINGS = 20;

export interface DatabaseReading {
  readonly database: BoltDatabase;
  /** The engine kept writing: the pages may be of different states ("best effort"). */
  readonly live: boolean;
}

/**
 * Reads a bbolt database that an engine may have open, without a lock: the engine holds an exclusive one for life,
 * and a lock of ours could keep it from starting.
 *
 * The file is read until two readings agree on the newest transaction. The pages of a state are not written again
 * before the second transaction after it begins (bbolt, `db.go`, `beginRWTx`), so the earlier of the two readings
 * is then consistent.
 * @returns `null` when there is no such file.
 * @throws FileSourceError | BoltError, which {@link databaseProblem} explains.
 */
export async function readBolt(source: FileSource, path: string): Promise<DatabaseReading | null> {
  try {
    let data = await source.read(path);
    for (let reading = 1; reading < MAX_READINGS; reading++) {
      const next = await source.read(path);
      if (highestTxid(next) === highestTxid(data)) return { database: openBolt(data), live: false };
      data = next;
    }
    return { database: openBolt(data), live: true };
  } catch (error) {
    if (error instanceof FileSourceError && error.missing) return null;
    throw error;
  }
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
