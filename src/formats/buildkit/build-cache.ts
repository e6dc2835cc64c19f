import type { BuildCacheHoldings, BuildCacheRecord } from '../../model/build-cache.js';
import type { BoltDatabase } from '../bolt/database.js';
import type { RecordIssue } from '../bolt/record-issue.js';
import { topBucketEntries } from '../bolt/top-bucket.js';
import { buildCacheHoldings } from './holdings.js';
import { RecordFields } from './record-fields.js';
import { readSnapshotTable, type SnapshotTable } from './snapshot-table.js';

export interface BuildCache {
  /** The records that the engine lists as well, in byte order of their ids. */
  readonly records: readonly BuildCacheRecord[];
  /** `null` when there is no table of snapshots, or it is incomplete. */
  readonly holdings: BuildCacheHoldings | null;
  readonly issues: readonly RecordIssue[];
}

interface StoredRecord {
  readonly record: BuildCacheRecord;
  /** The mutable record that holds the same data. */
  readonly equalMutable: string | null;
  readonly deleted: boolean;
}

/** Where the data of the records is: in directories that a table names, or in snapshots of a snapshotter. */
export type CacheStore =
  /** The graph-driver image store, with its `snapshots.db`; `null` when that could not be read. */
  | { readonly snapshots: BoltDatabase | null }
  /** The containerd image store: the keys are in containerd's own database. */
  | { readonly snapshotter: string };

type Place = Pick<BuildCacheRecord, 'cacheId' | 'chainId' | 'snapshot'>;
type Found = Place & { readonly size: number | null };

const NOWHERE: Place = { cacheId: null, chainId: null, snapshot: null };

function placeIn(table: SnapshotTable | null, key: string): Place {
  const found = table?.places.get(key);
  if (found === undefined) return NOWHERE;
  return found.kind === 'layer'
    ? { ...NOWHERE, chainId: found.chainId }
    : { ...NOWHERE, cacheId: found.cacheId };
}

/** A layer record has one parent, a merge has several, a diff has a lower and an upper one. */
function readParents(fields: RecordFields): string[] {
  const single = ['cache.parent', 'cache.lowerDiffParent', 'cache.upperDiffParent'].map((key) =>
    fields.text(key),
  );
  return [...single, ...fields.texts('cache.mergeParents')].filter((id) => id !== null);
}

function readRecord(id: string, fields: RecordFields, find: (key: string) => Found): StoredRecord {
  const { size, ...place } = find(fields.text('cache.snapshot') ?? id);
  return {
    record: {
      id,
      // BuildKit lists a record without a type as a regular one (`cache/manager.go`, `DiskUsage`).
      type: fields.text('cache.recordType') ?? 'regular',
      description: fields.text('cache.description') ?? '',
      createdAt: fields.time('cache.createdAt'),
      lastUsedAt: fields.time('cache.lastUsedAt'),
      usageCount: usageCount(fields),
      parents: readParents(fields),
      ...place,
      blob: fields.text('cache.blob'),
      inUse: null,
      engineSizeBytes: recordedSize(fields) ?? size,
    },
    equalMutable: fields.text('cache.equalMutable'),
    deleted: fields.flag('cache.deleted'),
  };
}

/**
 * The size that BuildKit computed, which is what the engine tells; -1 while it has not, as always of what still changes.
 * Source: BuildKit, `cache/metadata.go` (`keySize`).
 */
function recordedSize(fields: RecordFields): number | null {
  const size = Number(fields.integer('snapshot.size') ?? -1n);
  return Number.isSafeInteger(size) && size >= 0 ? size : null;
}

function usageCount(fields: RecordFields): number {
  const count = Number(fields.integer('cache.usageCount') ?? 0n);
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

/**
 * BuildKit's records from `metadata_v2.db` (bucket `_main`), with the place of their data.
 *
 * Left out are records marked as deleted and, as in the engine's list, the immutable twin of a mutable record: both
 * share the data of the mutable one. Where the mutable one is gone, the immutable one stands for itself.
 * Source: BuildKit, `cache/manager.go` (`getRecord`, `DiskUsage`).
 * @throws BoltError when the way to the records is damaged.
 */
export function readBuildCache(metadata: BoltDatabase, store: CacheStore): BuildCache {
  const table = 'snapshots' in store && store.snapshots !== null ? readSnapshotTable(store.snapshots) : null;
  const find = (key: string): Found =>
    'snapshotter' in store
      ? { ...NOWHERE, snapshot: { snapshotter: store.snapshotter, key }, size: null }
      : { ...placeIn(table, key), size: table?.sizes.get(key) ?? null };
  const issues: RecordIssue[] = [...(table?.issues ?? [])];
  const stored = new Map<string, StoredRecord>();
  for (const [key, bucket] of topBucketEntries(metadata, '_main', issues)) {
    const id = key.toString();
    if (Buffer.isBuffer(bucket)) {
      issues.push({ record: id, detail: 'a value where a record was expected' });
      continue;
    }
    const fields = new RecordFields(bucket, (detail) => issues.push({ record: id, detail }));
    if (!fields.damaged) stored.set(id, readRecord(id, fields, find));
  }
  const records = [...stored.values()]
    .filter(({ deleted, equalMutable }) => !deleted && (equalMutable === null || !stored.has(equalMutable)))
    .map(({ record }) => record);
  return { records, holdings: table === null ? null : buildCacheHoldings(table), issues };
}
