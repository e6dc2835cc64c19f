import type { DataRootInventory } from '../../model/inventory.js';
import type { DataRootPlace } from './collect-data-root.js';

/** A root of which only the filesystem is known. */
export function unreadRoot(place: DataRootPlace): DataRootInventory {
  const nothing = {
    stores: [],
    containers: [],
    damagedContainers: [],
    volumes: [],
    buildCache: null,
    buildCacheHoldings: null,
    networks: null,
    unlisted: [''],
    originalPath: null,
  };
  return {
    path: place.path,
    denied: true,
    filesystem: place.filesystem,
    records: nothing,
    earlierRecords: nothing,
    walk: null,
    heldByEngine: place.heldByEngine,
    mountPoints: [],
  };
}
