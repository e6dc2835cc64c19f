import type { ImageStore } from '../../model/engine.js';
import type { RootView } from '../root-view.js';

/** An image store that an engine works with; its driver is `null` where that is not known. */
export interface UsedStore {
  readonly imageStore: ImageStore;
  readonly driver: string | null;
}

/** The store whose containers or files changed last; `null` where there is one store, none, or a tie. */
export function lastUsedStore(root: RootView): UsedStore | null {
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
