import type { Inventory } from '../model/inventory.js';
import { accountFor } from './accounting.js';
import { idleMounts } from './dead-mounts.js';
import { deletedFileLeftovers } from './deleted-files.js';
import { HostView } from './host-view.js';
import { volumeLeftovers } from './volume-leftovers.js';

/** Absolute paths of everything that would be called a leftover: a second look decides. */
export function leftoverCandidates(inventory: Inventory): string[] {
  const view = new HostView(inventory);
  const paths = view.roots.flatMap((root) =>
    root.measured
      ? [
          ...accountFor(view, root)
            .leftovers.all()
            .flatMap(({ groups }) => groups.map(({ path }) => root.absolute(path))),
          ...volumeLeftovers(view, root).map(({ path }) => path),
          ...idleMounts(view, root).map(({ directory }) => directory),
          ...deletedFileLeftovers(view, root).map(({ path }) => path),
        ]
      : [],
  );
  return [...new Set(paths)];
}
