import type { BuildCacheHoldings } from '../../model/build-cache.js';
import type { SnapshotTable } from './snapshot-table.js';

/**
 * What BuildKit holds according to its table of snapshots: directories that belong to it alone, and layers of the
 * image store that it keeps alive. `null` when the table is incomplete: then no directory may be called orphaned.
 */
export function buildCacheHoldings(table: SnapshotTable): BuildCacheHoldings | null {
  if (table.issues.length > 0) return null;
  const cacheIds = new Set<string>();
  const chainIds = new Set<string>();
  for (const place of table.places.values()) {
    if (place.kind === 'layer') chainIds.add(place.chainId);
    // An alias is held through the key that names it: as a directory of its own, or as the data of a layer.
    if (place.kind === 'directory') cacheIds.add(place.cacheId);
  }
  return { cacheIds, chainIds };
}
