import type { Inventory } from '../../model/inventory.js';
import { accountFor } from '../accounting/accounting.js';
import { idleMounts } from './dead-mounts.js';
import { deletedFileLeftovers } from './deleted-files.js';
import { HostView } from '../host-view.js';
import { mountKey } from '../accounting/in-use.js';
import { volumeLeftovers } from './volume-leftovers.js';

/**
 * Absolute paths of everything that would be called a leftover: a second look decides. What only mounts show that may
 * be dead is among them.
 */
export function leftoverCandidates(inventory: Inventory): string[] {
  const view = new HostView(inventory);
  const roots = view.roots.filter((root) => root.measured);
  const idle = roots.flatMap((root) => idleMounts(view, root));
  const idleKeys = new Set(idle.map(({ holding }) => mountKey(holding)));
  const paths = roots.flatMap((root) => [
    ...accountFor(view, root, idleKeys)
      .leftovers.all()
      .flatMap(({ groups }) => groups.map(({ path }) => root.absolute(path))),
    ...volumeLeftovers(view, root).map(({ path }) => path),
    ...deletedFileLeftovers(view, root).map(({ path }) => path),
  ]);
  return [...new Set([...paths, ...idle.map(({ directory }) => directory)])];
}
