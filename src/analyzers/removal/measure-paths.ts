import type { Inventory } from '../../model/inventory.js';
import { HostView } from '../host-view.js';

/** Allocated bytes of each absolute path, as du counts them, by what an inventory's walks have met; 0 where nothing is. */
export function measurePaths(inventory: Inventory, paths: Iterable<string>): ReadonlyMap<string, number> {
  const view = new HostView(inventory);
  return new Map(
    [...paths].map((path) => {
      const root = view.rootAt(path);
      const bytes = root === null ? null : root.usage.at(path.slice(root.path.length + 1))?.allocatedBytes;
      return [path, bytes ?? 0];
    }),
  );
}
