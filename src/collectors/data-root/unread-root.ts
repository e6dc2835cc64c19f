import type { RootInventory } from '../../model/inventory.js';
import type { RootPlace } from './collect-data-root.js';

/** A root of which only the filesystem is known. */
export function unreadRoot(place: RootPlace): RootInventory {
  const nothing = {
    stores: [],
    containerd: [],
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
    kind: place.kind,
    origin: place.origin,
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
