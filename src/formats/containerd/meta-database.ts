import type { ContainerdNamespace } from '../../model/containerd.js';
import type { BoltBucket } from '../bolt/bucket.js';
import type { BoltDatabase } from '../bolt/database.js';
import type { RecordIssue } from '../bolt/record-issue.js';
import { topBucketEntries } from '../bolt/top-bucket.js';
import { FormatError } from '../format-error.js';
import { readContainerdContainers } from './containers.js';
import { readBlobs, readIngests } from './content.js';
import { readImages } from './images.js';
import { readLeases } from './leases.js';
import { RecordBucket } from './record-bucket.js';
import { readSnapshotEntries } from './snapshots.js';
import { readVarint } from './varint.js';

export interface MetaDatabase {
  /** In byte order of their names. */
  readonly namespaces: readonly ContainerdNamespace[];
  /** Not empty: records may be missing, and what is not in here proves nothing. */
  readonly issues: readonly RecordIssue[];
}

const SCHEMA = 'v1';

/**
 * Versions with the layout that is read here: 2 moved what is being written to a bucket of its own, 4 the sandboxes.
 * A database is brought to containerd's own version whenever it starts. Source: core/metadata/migrations.go.
 */
const VERSIONS = { oldest: 2, newest: 4 };

/** Why a schema version cannot be relied on; `null` for one that can. */
function versionIssue(stored: Buffer | null): string | null {
  if (stored === null) return 'without a schema version';
  try {
    const version = readVarint(stored);
    const known = version >= VERSIONS.oldest && version <= VERSIONS.newest;
    return known ? null : `of a schema version that bilge does not know (${version})`;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return `the schema version: ${error.message}`;
  }
}

function readNamespace(name: string, bucket: BoltBucket, issues: RecordIssue[]): ContainerdNamespace {
  const namespace = new RecordBucket(name, bucket, issues);
  return {
    name,
    images: readImages(namespace),
    blobs: readBlobs(namespace),
    snapshots: readSnapshotEntries(namespace),
    leases: readLeases(namespace),
    ingests: readIngests(namespace),
    containers: readContainerdContainers(namespace),
  };
}

/**
 * containerd's `meta.db`: bucket `v1`, in it a bucket per namespace and the schema version.
 * Source: containerd, core/metadata/buckets.go.
 * @param options.versioned false: BuildKit's own, which is written without a version, in the layout of its containerd,
 * and has no bucket until there is something in it (seen on Docker 28.5.2).
 * @throws BoltError when the way to the bucket is damaged.
 */
export function readMetaDatabase(
  database: BoltDatabase,
  { versioned = true }: { readonly versioned?: boolean } = {},
): MetaDatabase {
  const namespaces: ContainerdNamespace[] = [];
  const issues: RecordIssue[] = [];
  let version: Buffer | null = null;
  let empty = true;
  for (const [key, value] of topBucketEntries(database, SCHEMA, issues, { late: !versioned })) {
    const name = key.toString();
    empty = false;
    if (!Buffer.isBuffer(value)) namespaces.push(readNamespace(name, value, issues));
    else if (name === 'version') version = value;
    else issues.push({ record: name, detail: 'a value where a namespace was expected' });
  }
  const detail = empty || (!versioned && version === null) ? null : versionIssue(version);
  if (detail !== null) issues.push({ record: SCHEMA, detail });
  return { namespaces, issues };
}
