import type { RecordIssue } from '../../formats/bolt/record-issue.js';
import { readBuildCache } from '../../formats/buildkit/build-cache.js';
import { readNetworkDatabase } from '../../formats/network-database.js';
import { type IndexedVolume, readVolumeDatabase } from '../../formats/volume-database.js';
import type { BuildCacheHoldings, BuildCacheRecord } from '../../model/build-cache.js';
import { BUILDKIT } from '../../model/data-root-layout.js';
import type { NetworkRecord } from '../../model/network.js';
import { databaseProblem, type DatabaseReading, readBolt } from './live-database.js';
import type { RecordReader } from './record-reader.js';

/** A database that is there and could be read, or why there is nothing to read. */
type Opened = DatabaseReading | 'absent' | 'unreadable';

async function open(reader: RecordReader, path: string, missing: string): Promise<Opened> {
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

/** Runs a reader over an open database; damage below the first page is a problem as well. */
function take<T extends { readonly issues: readonly RecordIssue[] }>(
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

/** `volumes/metadata.db`: every volume the engine knows; `null` when it could not be read. */
export async function readVolumeIndex(reader: RecordReader): Promise<readonly IndexedVolume[] | null> {
  const path = 'volumes/metadata.db';
  const missing = 'drivers, labels and options of volumes';
  const database = await open(reader, path, missing);
  if (database === 'absent') return [];
  if (database === 'unreadable') return null;
  return take(reader, path, missing, () => readVolumeDatabase(database.database))?.volumes ?? null;
}

/** `network/files/local-kv.db`: the engine's networks; `null` when it could not be read. */
export async function readNetworks(reader: RecordReader): Promise<readonly NetworkRecord[] | null> {
  const path = 'network/files/local-kv.db';
  const database = await open(reader, path, 'networks');
  if (database === 'absent') return [];
  if (database === 'unreadable') return null;
  return take(reader, path, 'networks', () => readNetworkDatabase(database.database))?.networks ?? null;
}

/** BuildKit's records and what it holds in the storage driver; each `null` when it could not be read. */
export interface BuildKitState {
  readonly records: readonly BuildCacheRecord[] | null;
  readonly holdings: BuildCacheHoldings | null;
}

const NOTHING_HELD: BuildCacheHoldings = { cacheIds: new Set(), chainIds: new Set() };

/** Reads BuildKit's `metadata_v2.db` and `snapshots.db` of the graph-driver image store. */
export async function readBuildKit(reader: RecordReader): Promise<BuildKitState> {
  const path = `${BUILDKIT}/metadata_v2.db`;
  const missing = 'build cache records';
  const metadata = await open(reader, path, missing);
  const snapshots = await open(reader, `${BUILDKIT}/snapshots.db`, 'which directories the build cache owns');
  // A table that changed under the reading may lack entries without a trace: then nothing is known of what is held.
  const stable = typeof snapshots !== 'string' && !snapshots.live;
  const nothingHeld = snapshots === 'absent' ? NOTHING_HELD : null;
  if (metadata === 'absent') return { records: [], holdings: nothingHeld };
  if (metadata === 'unreadable') return { records: null, holdings: nothingHeld };
  const table = typeof snapshots === 'string' ? null : snapshots.database;
  const cache = take(reader, path, missing, () => readBuildCache(metadata.database, table));
  return { records: cache?.records ?? null, holdings: stable ? (cache?.holdings ?? null) : nothingHeld };
}
