import type { BoltBucket } from '../bolt/bucket.js';
import type { BoltDatabase } from '../bolt/database.js';
import { reportDamage } from '../bolt/error.js';
import type { RecordIssue } from '../bolt/record-issue.js';

/** Where the data of a snapshot is: a layer of the image store, or a directory of the storage driver. */
type SnapshotPlace =
  | { readonly kind: 'layer'; readonly chainId: string }
  | { readonly kind: 'directory'; readonly cacheId: string }
  /** The target of another snapshot, which stands for it. The directory's name is the key. */
  | { readonly kind: 'alias'; readonly cacheId: string };

export interface SnapshotTable {
  /** By snapshot key. */
  readonly places: ReadonlyMap<string, SnapshotPlace>;
  /**
   * Sizes by snapshot key, computed when the engine was first asked and never again: what it tells for ever of a
   * cache mount that grows.
   */
  readonly sizes: ReadonlyMap<string, number>;
  /** Not empty: the table is incomplete, and a directory missing in it proves nothing. */
  readonly issues: readonly RecordIssue[];
}

/** Names become parts of paths: nothing that leaves a directory is accepted as one. */
function isDirectoryName(name: string): boolean {
  return /^[^/\0]+$/.test(name) && name !== '.' && name !== '..';
}

function readPlace(key: string, bucket: BoltBucket): SnapshotPlace {
  const chainId = bucket.get('chainid')?.toString() ?? '';
  if (chainId !== '') return { kind: 'layer', chainId };
  const committed = bucket.get('committed')?.toString() ?? '';
  if (committed !== '') return { kind: 'directory', cacheId: committed };
  if (bucket.get('iscommitted') !== null) return { kind: 'alias', cacheId: key };
  if (key.startsWith('sha256:')) return { kind: 'layer', chainId: key };
  return { kind: 'directory', cacheId: key };
}

/**
 * BuildKit's table of snapshots with the graph-driver image store, `buildkit/snapshots.db`: one bucket per key.
 * `chainid` names the layer that the data is; else `committed` names the directory; else the key itself is a layer
 * (`sha256:…`) or the directory. A key with `iscommitted` is the directory that another key's `committed` names.
 * Source: Docker Engine, `builder/builder-next/adapters/snapshot/snapshot.go`.
 */
export function readSnapshotTable(database: BoltDatabase): SnapshotTable {
  const places = new Map<string, SnapshotPlace>();
  const sizes = new Map<string, number>();
  const issues: RecordIssue[] = [];
  for (const [key, bucket] of database.root.entries((error) =>
    issues.push({ record: '', detail: error.message }),
  )) {
    const record = key.toString();
    if (Buffer.isBuffer(bucket)) {
      issues.push({ record, detail: 'a value where a snapshot was expected' });
      continue;
    }
    const found = readOrReport(record, bucket, issues);
    if (found === null) continue;
    places.set(record, found.place);
    if (found.size !== null) sizes.set(record, found.size);
  }
  return { places, sizes, issues };
}

interface Snapshot {
  readonly place: SnapshotPlace;
  readonly size: number | null;
}

function readOrReport(key: string, bucket: BoltBucket, issues: RecordIssue[]): Snapshot | null {
  let place: SnapshotPlace;
  let size: number | null;
  try {
    place = readPlace(key, bucket);
    size = readSize(bucket);
  } catch (error) {
    reportDamage(error, ({ message }) => issues.push({ record: key, detail: message }));
    return null;
  }
  if (place.kind === 'layer' || isDirectoryName(place.cacheId)) return { place, size };
  issues.push({ record: key, detail: 'the name of its directory is not a file name' });
  return null;
}

/** Decimal digits; `null` where there are none, which costs the figure alone. */
function readSize(bucket: BoltBucket): number | null {
  const digits = bucket.get('size')?.toString() ?? '';
  const size = Number(digits);
  return /^\d{1,16}$/.test(digits) && Number.isSafeInteger(size) ? size : null;
}
