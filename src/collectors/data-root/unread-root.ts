import type { RootInventory } from '../../model/inventory.js';
import type { RootPlace } from './collect-data-root.js';

/**
 * A root of which only the filesystem is known.
 * @param denied this user may not read it; false: it was not read yet, or reading it failed
 */
export function unreadRoot(place: RootPlace, denied = true): RootInventory {
  const nothing = {
    stores: [],
    containerd: [],
    containers: [],
    damagedContainers: [],
    volumes: [],
    buildCache: null,
    buildCacheHoldings: null,
    buildContent: null,
    networks: null,
    unlisted: [''],
    originalPath: null,
  };
  return {
    kind: place.kind,
    origin: place.origin,
    user: place.user ?? null,
    path: place.path,
    denied,
    filesystem: place.filesystem,
    records: nothing,
    earlierRecords: nothing,
    walk: null,
    heldByEngine: place.heldByEngine,
    heldSince: place.heldSince ?? null,
    mountPoints: [],
  };
}
