import type { StoredSnapshot } from '../../model/containerd.js';
import type { BoltDatabase } from '../bolt/database.js';
import type { RecordIssue } from '../bolt/record-issue.js';
import { topBucketEntries } from '../bolt/top-bucket.js';
import { RecordBucket } from './record-bucket.js';

export interface SnapshotDatabase {
  /** In byte order of their names. */
  readonly snapshots: readonly StoredSnapshot[];
  /** Not empty: snapshots may be missing, and a directory without one proves nothing. */
  readonly issues: readonly RecordIssue[];
}

/** Source: containerd, core/snapshots/snapshotter.go, `Kind`. */
const KINDS: ReadonlyMap<number | null, StoredSnapshot['kind']> = new Map([
  [1, 'view'],
  [2, 'active'],
  [3, 'committed'],
]);

/**
 * A snapshotter's `metadata.db`: bucket `v1`, in it `snapshots/<name>` (and `parents`, which says the same again).
 * All of containerd's own snapshotters share it. Source: containerd, core/snapshots/storage/bolt.go.
 * @throws BoltError when the way to the bucket is damaged.
 */
export function readSnapshotDatabase(database: BoltDatabase): SnapshotDatabase {
  const snapshots: StoredSnapshot[] = [];
  const issues: RecordIssue[] = [];
  for (const [key, value] of topBucketEntries(database, 'v1', issues)) {
    if (key.toString() !== 'snapshots') continue;
    if (Buffer.isBuffer(value)) {
      issues.push({ record: 'snapshots', detail: 'a value where snapshots were expected' });
      continue;
    }
    for (const [name, bucket] of new RecordBucket('snapshots', value, issues).children()) {
      const snapshot = readSnapshot(name, bucket);
      if (snapshot !== null) snapshots.push(snapshot);
    }
  }
  return { snapshots, issues };
}

function readSnapshot(name: string, bucket: RecordBucket): StoredSnapshot | null {
  const id = bucket.id('id');
  const kind = KINDS.get(bucket.byte('kind'));
  if (id === null) bucket.issue('without the number of its directory');
  if (kind === undefined) bucket.issue('of no known kind');
  if (id === null || kind === undefined) return null;
  return {
    name,
    id,
    kind,
    parent: bucket.text('parent'),
    createdAt: bucket.time('createdat'),
    recordedBytes: bucket.size('size'),
    recordedInodes: bucket.size('inodes'),
  };
}
