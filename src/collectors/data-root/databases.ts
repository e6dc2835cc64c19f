import { readBuildCache } from '../../formats/buildkit/build-cache.js';
import { readMetaDatabase } from '../../formats/containerd/meta-database.js';
import { readNetworkDatabase } from '../../formats/network-database.js';
import { type IndexedVolume, readVolumeDatabase } from '../../formats/volume-database.js';
import type { BuildCacheHoldings, BuildCacheRecord } from '../../model/build-cache.js';
import { BUILDKIT, buildKitSnapshotter } from '../../model/data-root-layout.js';
import type { ContainerdNamespace } from '../../model/containerd.js';
import type { NetworkRecord } from '../../model/network.js';
import { openDatabase, readDatabase, takeRecords } from './open-database.js';
import type { RecordReader } from './record-reader.js';

/** `volumes/metadata.db`: every volume the engine knows; `null` when it could not be read. */
export async function readVolumeIndex(reader: RecordReader): Promise<readonly IndexedVolume[] | null> {
  const path = 'volumes/metadata.db';
  const missing = 'drivers, labels and options of volumes';
  const database = await readDatabase(reader, path, missing, readVolumeDatabase);
  if (database.state === 'absent') return [];
  return database.state === 'read' ? database.records.volumes : null;
}

/** `network/files/local-kv.db`: the engine's networks; `null` when it could not be read. */
export async function readNetworks(reader: RecordReader): Promise<readonly NetworkRecord[] | null> {
  const path = 'network/files/local-kv.db';
  const database = await readDatabase(reader, path, 'networks', readNetworkDatabase);
  if (database.state === 'absent') return [];
  return database.state === 'read' ? database.records.networks : null;
}

/** BuildKit's records and what it holds in the storage driver; each `null` when it could not be read. */
export interface BuildKitState {
  readonly records: readonly BuildCacheRecord[] | null;
  readonly holdings: BuildCacheHoldings | null;
}

export const NOTHING_HELD: BuildCacheHoldings = { cacheIds: new Set(), chainIds: new Set() };

const MISSING = 'build cache records';

/** `buildkit/containerdmeta.db`: what BuildKit's own content store holds; `null` when that is not known for certain. */
export async function readBuildContent(reader: RecordReader): Promise<readonly ContainerdNamespace[] | null> {
  const path = `${BUILDKIT}/containerdmeta.db`;
  const database = await readDatabase(reader, path, 'blobs of the build cache', (bolt) =>
    readMetaDatabase(bolt, { versioned: false }),
  );
  if (database.state === 'absent') return [];
  return database.state === 'read' && database.reliable ? database.records.namespaces : null;
}

/** Reads BuildKit's databases of every image store that the engine has used: records of all of them together. */
export async function readBuildKit(reader: RecordReader): Promise<BuildKitState> {
  const failures = reader.failures;
  const names = await reader.list(BUILDKIT, MISSING);
  let records: BuildKitState['records'] = reader.failures === failures ? [] : null;
  const classic = await readClassicBuildKit(reader);
  for (const found of [classic.records, ...(await readContainerdBuildKit(reader, names))]) {
    records = records === null || found === null ? null : [...records, ...found];
  }
  return { records, holdings: classic.holdings };
}

/** `metadata_v2.db` and `snapshots.db` of the graph-driver image store. */
async function readClassicBuildKit(reader: RecordReader): Promise<BuildKitState> {
  const path = `${BUILDKIT}/metadata_v2.db`;
  const metadata = await openDatabase(reader, path, MISSING);
  const table = `${BUILDKIT}/snapshots.db`;
  const snapshots = await openDatabase(reader, table, 'which directories the build cache owns');
  // A table that changed under the reading may lack entries without a trace: then nothing is known of what is held.
  const stable = typeof snapshots !== 'string' && !snapshots.live;
  const nothingHeld = snapshots === 'absent' ? NOTHING_HELD : null;
  if (metadata === 'absent') return { records: [], holdings: nothingHeld };
  if (metadata === 'unreadable') return { records: null, holdings: nothingHeld };
  const place = { snapshots: typeof snapshots === 'string' ? null : snapshots.database };
  const cache = takeRecords(reader, path, MISSING, () => readBuildCache(metadata.database, place));
  return { records: cache?.records ?? null, holdings: stable ? (cache?.holdings ?? null) : nothingHeld };
}

/** `containerd-<snapshotter>/metadata_v2.db`, one per snapshotter of the containerd image store. */
async function readContainerdBuildKit(
  reader: RecordReader,
  names: readonly string[],
): Promise<BuildKitState['records'][]> {
  const found: BuildKitState['records'][] = [];
  for (const name of names) {
    const snapshotter = buildKitSnapshotter(name);
    if (snapshotter === null) continue;
    const path = `${BUILDKIT}/${name}/metadata_v2.db`;
    const cache = await readDatabase(reader, path, MISSING, (database) =>
      readBuildCache(database, { snapshotter }),
    );
    if (cache.state !== 'absent') found.push(cache.state === 'read' ? cache.records.records : null);
  }
  return found;
}
