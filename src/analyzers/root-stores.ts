import type { DriverPool } from '../model/driver-record.js';
import type { RootReport } from '../report/types.js';
import type { HostView } from './host-view.js';
import type { RootView } from './root-view.js';
import type { LayerGraph } from './store/layer-graph.js';
import { storeBytes } from './store/store-bytes.js';

/** What the manager of its volumes tells of the pool that holds all layers. */
function poolOf(pool: DriverPool | null): RootReport['stores'][number]['pool'] {
  if (pool === null) return null;
  const unmeasuredReason =
    pool.totalBytes === null ? 'it has no size of its own: others share the space with it' : null;
  return { ...pool, source: 'engine', unmeasuredReason };
}

/** The image stores of a root, and whether the engine works with each. */
export function storesOfRoot(view: HostView, root: RootView): RootReport['stores'] {
  return root.graphs.map((graph) => {
    const { imageStore, driver, pool, unmeasuredReason } = graph.store;
    const allocatedBytes = storeBytes(root, graph);
    return {
      imageStore,
      storageDriver: driver,
      hidden: view.activity.hidden(root, imageStore, driver),
      images: graph.images.size,
      layers: graph.layers.size,
      containers: containersOf(view, root, graph),
      allocatedBytes,
      source: allocatedBytes === null ? 'unmeasured' : 'disk',
      unmeasuredReason: root.unmeasuredReason ?? unmeasuredReason,
      pool: poolOf(pool),
    };
  });
}

/** Containers whose writable layer is in a store; where none was found, those that were made with its driver. */
function containersOf(view: HostView, root: RootView, graph: LayerGraph): number {
  return view.containers.filter((container) => {
    const place = view.mountOf(container);
    if (place !== undefined) return place.graph === graph && place.root === root;
    return container.root === root && container.record.storageDriver === graph.store.driver;
  }).length;
}
