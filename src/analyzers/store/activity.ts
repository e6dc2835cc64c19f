import type { EngineInventory, ImageStore } from '../../model/engine.js';
import type { RootView } from '../root-view.js';

/** Which stores the engine works with. A change of store or driver leaves the old one on the disk, unseen. */
export interface StoreActivity {
  /** Why the engine does not show what is in a store; `null` when it does, or nobody can tell. */
  hidden(root: RootView, imageStore: ImageStore, driver: string): string | null;
}

interface ActiveStore {
  readonly imageStore: ImageStore;
  readonly driver: string | null;
}

/**
 * What the engine that was asked says of itself. Without an engine the store of a root that changed last counts as
 * active, where there are several.
 */
export function storeActivity(
  roots: readonly RootView[],
  primary: RootView | null,
  engine: EngineInventory | null,
): StoreActivity {
  const told = tell(engine);
  const guessed = new Map(roots.map((root) => [root, lastUsed(root)]));
  return {
    hidden(root, imageStore, driver) {
      const foreign = root.inventory.kind === 'data-root' && root !== primary;
      if (engine !== null && foreign) {
        return `it lies in ${root.path}, and the engine that was asked keeps its data in ${primary?.path ?? 'another place'}`;
      }
      const active =
        (root === primary || root.inventory.kind === 'containerd-root' ? told : null) ??
        guessed.get(root) ??
        null;
      if (active === null || isSame(active, imageStore, driver)) return null;
      const by = engine === null ? 'was last used' : 'runs';
      return `it belongs to ${nameOf({ imageStore, driver })}, and the engine ${by} with ${nameOf(active)}`;
    },
  };
}

function tell(engine: EngineInventory | null): ActiveStore | null {
  const { imageStore = null, storageDriver = null } = engine?.facts ?? {};
  return imageStore === null ? null : { imageStore, driver: storageDriver };
}

function isSame(active: ActiveStore, imageStore: ImageStore, driver: string): boolean {
  return active.imageStore === imageStore && (active.driver === null || active.driver === driver);
}

function nameOf({ imageStore, driver }: ActiveStore): string {
  const kind = imageStore === 'containerd' ? 'containerd’s image store' : 'the storage driver';
  return driver === null ? kind : `${kind} ${imageStore === 'containerd' ? `(${driver})` : driver}`;
}

/** The store whose containers or files changed last; `null` where there is one store, none, or a tie. */
function lastUsed(root: RootView): ActiveStore | null {
  if (root.graphs.length < 2) return null;
  const dated = root.graphs
    .map(({ store: { imageStore, driver } }) => ({
      store: { imageStore, driver },
      at: Math.max(lastContainer(root, driver), lastChange(root, imageStore, driver)),
    }))
    .sort((left, right) => right.at - left.at);
  const [first, second] = dated;
  return first === undefined || first.at === second?.at ? null : first.store;
}

/** When a container of the driver was last created, started or ended. */
function lastContainer(root: RootView, driver: string): number {
  return root.inventory.records.containers
    .filter((container) => container.storageDriver === driver)
    .flatMap(({ createdAt, startedAt, finishedAt }) => [createdAt, startedAt, finishedAt])
    .reduce((latest, time) => Math.max(latest, time === null ? 0 : Date.parse(time) || 0), 0);
}

/** When the store's own files last changed. */
function lastChange(root: RootView, imageStore: ImageStore, driver: string): number {
  const paths =
    imageStore === 'graphdriver' ? [`image/${driver}`, driver] : [`buildkit/containerd-${driver}`];
  return Math.max(0, ...paths.map((path) => root.usage.at(path)?.newestMs ?? 0));
}
