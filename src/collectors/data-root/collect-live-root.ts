import type { RootInventory } from '../../model/inventory.js';
import type { RootPlace, RootResult } from './collect-data-root.js';
import { readContainers } from './containers.js';
import { readNetworks } from './databases.js';
import { RecordReader } from './record-reader.js';
import { unreadRoot } from './unread-root.js';

/**
 * Reads what tells of live things in a data root: its containers and networks. Images, layers, volumes and build cache
 * are left alone, and nothing is measured, so that it takes as long as there are containers.
 */
export async function collectLiveRoot(place: RootPlace): Promise<RootResult> {
  const reader = new RecordReader(place.files);
  const { containers, damaged } = await readContainers(reader);
  const networks = await readNetworks(reader);
  const unread = unreadRoot(place, false);
  const records: RootInventory['records'] = {
    ...unread.records,
    containers: containers.map(({ record }) => record),
    damagedContainers: damaged,
    networks,
    unlisted: reader.unlisted,
    originalPath:
      containers.find(({ originalDataRoot }) => originalDataRoot !== null)?.originalDataRoot ?? null,
  };
  return { inventory: { ...unread, records, earlierRecords: records }, problems: reader.problems() };
}
