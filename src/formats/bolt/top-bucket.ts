import type { BoltDatabase } from './database.js';
import type { BoltEntry } from './bucket.js';
import type { RecordIssue } from './record-issue.js';

/** Transaction that creates an empty database. */
const FIRST_TXID = 1n;

/**
 * Entries of a bucket at the top of an engine's database. What cannot be read becomes an issue; so does a missing
 * bucket, unless the database was never written to: engines create their bucket in the first transaction of their
 * own, and an inconsistent reading must not pass for an empty one.
 * @param options.late true: the bucket is made with its first record, after transactions that wrote nothing. Then only a
 * database that has something else is inconsistent.
 * @throws BoltError when the way to the bucket is damaged.
 */
export function topBucketEntries(
  database: BoltDatabase,
  name: string,
  issues: RecordIssue[],
  { late = false }: { readonly late?: boolean } = {},
): Iterable<BoltEntry> {
  const bucket = database.root.bucket(name);
  if (bucket !== null) return bucket.entries((error) => issues.push({ record: '', detail: error.message }));
  const unused = late ? isEmpty(database, issues) : database.txid <= FIRST_TXID;
  if (!unused) issues.push({ record: '', detail: `the bucket ${name} is missing` });
  return [];
}

function isEmpty({ root }: BoltDatabase, issues: RecordIssue[]): boolean {
  const first = root.entries((error) => issues.push({ record: '', detail: error.message })).next();
  return first.done === true;
}
