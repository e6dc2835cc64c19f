import type { BoltDatabase } from '../../formats/bolt/database.js';
import type { RecordIssue } from '../../formats/bolt/record-issue.js';
import { databaseProblem, type DatabaseReading, readBolt } from './live-database.js';
import type { RecordReader } from './record-reader.js';

/** A database that is there and could be read, or why there is nothing to read. */
export type Opened = DatabaseReading | 'absent' | 'unreadable';

/** Opens a database of the engine or its containerd; what keeps it from being read whole is reported. */
export async function openDatabase(reader: RecordReader, path: string, missing: string): Promise<Opened> {
  const full = `${reader.source.root}/${path}`;
  try {
    const reading = await readBolt(reader.source, path);
    if (reading?.live === true) {
      const message = `${full} kept changing while it was read: entries may be missing`;
      const hint = 'run bilge again when the engine is less busy';
      reader.report({ source: 'data-root', code: 'database-busy', message, path: full, missing, hint });
    }
    return reading ?? 'absent';
  } catch (error) {
    reader.report(databaseProblem(error, full, missing));
    return 'unreadable';
  }
}

/**
 * Runs a parser over an open database; damage below the first page is a problem as well.
 * @returns `null` when nothing could be read.
 */
export function takeRecords<T extends { readonly issues: readonly RecordIssue[] }>(
  reader: RecordReader,
  path: string,
  missing: string,
  read: () => T,
): T | null {
  try {
    const result = read();
    for (const issue of result.issues) {
      reader.damaged(path, missing, `damaged at ${JSON.stringify(issue.record)}: ${issue.detail}`);
    }
    return result;
  } catch (error) {
    reader.report(databaseProblem(error, `${reader.source.root}/${path}`, missing));
    return null;
  }
}

/** What a database says, as far as it could be read. */
export type DatabaseRecords<T> =
  | { readonly state: 'absent' | 'unreadable' }
  | {
      readonly state: 'read';
      readonly records: T;
      /** Read whole and at one moment: what is not in here does not exist. */
      readonly reliable: boolean;
    };

/** Opens a database and runs a parser over it. */
export async function readDatabase<T extends { readonly issues: readonly RecordIssue[] }>(
  reader: RecordReader,
  path: string,
  missing: string,
  parse: (database: BoltDatabase) => T,
): Promise<DatabaseRecords<T>> {
  const opened = await openDatabase(reader, path, missing);
  if (typeof opened === 'string') return { state: opened };
  const records = takeRecords(reader, path, missing, () => parse(opened.database));
  if (records === null) return { state: 'unreadable' };
  return { state: 'read', records, reliable: !opened.live && records.issues.length === 0 };
}
