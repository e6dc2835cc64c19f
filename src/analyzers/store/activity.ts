import type { EngineInventory, ImageStore } from '../../model/engine.js';
import type { RootView } from '../root-view.js';
import { lastUsedStore, type UsedStore } from './last-used.js';

/** Which stores and roots the engine works with. A change of store or driver leaves the old one on the disk, unseen. */
export interface StoreActivity {
  /** Why the engine does not show what is in a store; `null` when it does, or nobody can tell. */
  hidden(root: RootView, imageStore: ImageStore, driver: string): string | null;
  /** Why the engine that was asked shows nothing of a root; `null` when it is its own, or none was asked. */
  hiddenRoot(root: RootView): string | null;
}

/**
 * What the engine that was asked says of itself counts for its data root and its containerd alone. Without an engine
 * the store of a root that changed last counts as active, where there are several.
 * @param primary the data root of the engine that was asked.
 */
export function storeActivity(
  roots: readonly RootView[],
  primary: RootView | null,
  engine: EngineInventory | null,
): StoreActivity {
  const told = tell(engine);
  const guessed = new Map(roots.map((root) => [root, lastUsedStore(root)]));
  const containerd = ownContainerd(roots, primary, told);
  const isOwn = (root: RootView): boolean => root === primary || root === containerd;
  const hiddenRoot = (root: RootView): string | null =>
    engine === null || isOwn(root) ? null : foreignReason(root, primary);
  return {
    hiddenRoot,
    hidden(root, imageStore, driver) {
      const foreign = hiddenRoot(root);
      if (foreign !== null) return foreign;
      const active = told ?? guessed.get(root) ?? null;
      if (active === null) return null;
      if (!isSame(active, imageStore, driver)) {
        const by = engine === null ? 'was last used' : 'runs';
        return `it belongs to ${nameOf({ imageStore, driver })}, and the engine ${by} with ${nameOf(active)}`;
      }
      // A containerd that the engine kept to itself before it was given another one.
      const left = engine !== null && imageStore === 'containerd' && root === primary && containerd !== null;
      return left
        ? `it lies in ${root.path}, and the engine uses the containerd of ${containerd.path}`
        : null;
    },
  };
}

function tell(engine: EngineInventory | null): UsedStore | null {
  const { imageStore = null, storageDriver = null } = engine?.facts ?? {};
  return imageStore === null ? null : { imageStore, driver: storageDriver };
}

/**
 * The root of the containerd that the engine which was asked uses, where that is no part of its data root. The usual
 * one is taken for it only where its images can be nowhere else.
 */
function ownContainerd(
  roots: readonly RootView[],
  primary: RootView | null,
  told: UsedStore | null,
): RootView | null {
  const candidates = roots.filter(({ inventory }) => inventory.kind === 'containerd-root');
  const own = candidates.find(({ inventory: { origin } }) => origin === 'engine' || origin === 'named');
  if (own !== undefined) return own;
  const isInside = primary?.inventory.records.containerd.length !== 0;
  if (told?.imageStore !== 'containerd' || isInside) return null;
  return candidates.find(({ inventory }) => inventory.origin === 'default') ?? null;
}

/** Why an engine shows nothing of a root that is not its own. */
function foreignReason({ path, inventory }: RootView, primary: RootView | null): string {
  const { kind, origin, user } = inventory;
  if (origin === 'process') return `it lies in ${path}, and another engine on this host uses it`;
  if (origin === 'rootless') {
    return `it lies in ${path}, the data root of ${user == null ? 'a user' : user}’s rootless engine`;
  }
  return kind === 'data-root'
    ? `it lies in ${path}, and the engine that was asked keeps its data in ${primary?.path ?? 'another place'}`
    : `it lies in ${path}, and the engine that was asked does not use this containerd`;
}

function isSame(active: UsedStore, imageStore: ImageStore, driver: string): boolean {
  return active.imageStore === imageStore && (active.driver === null || active.driver === driver);
}

/** An image store as messages call it. */
export function nameOf({ imageStore, driver }: UsedStore): string {
  const kind = imageStore === 'containerd' ? 'containerd’s image store' : 'the storage driver';
  return driver === null ? kind : `${kind} ${imageStore === 'containerd' ? `(${driver})` : driver}`;
}
