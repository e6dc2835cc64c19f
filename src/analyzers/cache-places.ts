import type { BuildCacheRecord } from '../model/build-cache.js';
import type { HostView } from './host-view.js';
import type { RootView } from './root-view.js';
import { contentPath, besidePaths } from './store/graphdriver-store.js';
import type { LayerGraph } from './store/layer-graph.js';
import { blobPart, isContainerMount, placeOf } from './store/layer-store.js';

/** Where a build cache record's data lies and who else needs it. */
export interface CachePlace {
  /** The root that holds the data; `null`: the record's own, or none. */
  readonly root: RootView | null;
  /** Directory of the data, and its compressed blob where nobody else has it. */
  readonly content: readonly string[];
  readonly metadata: readonly string[];
  /** What BuildKit has beside it for itself: goes with the record even where the data is shared. */
  readonly own: readonly string[];
  /** An image, a container or another client holds it too. */
  readonly shared: boolean;
  /** A layer that is in use by a build stands on it. */
  readonly building: boolean;
  readonly hidden: string | null;
}

const NOWHERE: CachePlace = {
  root: null,
  content: [],
  metadata: [],
  own: [],
  shared: false,
  building: false,
  hidden: null,
};

const VIEW = '-view';

interface GraphHolders {
  readonly root: RootView;
  readonly graph: LayerGraph;
  /** Parts that images, containers and others beside BuildKit hold. */
  readonly held: ReadonlySet<string>;
  /** Layers that a record in use stands on. */
  readonly building: ReadonlySet<string>;
  readonly hidden: string | null;
}

/** Id of the layer that has a record's data in a store; `null` when none has. */
function layerOf({ store }: LayerGraph, record: BuildCacheRecord): string | null {
  if (record.snapshot !== null) {
    const { snapshotter, key } = record.snapshot;
    return store.imageStore === 'containerd' && store.driver === snapshotter ? key : null;
  }
  return store.imageStore === 'graphdriver' ? record.chainId : null;
}

/** The roots that may have the data of a root's records: those of containerd's store may be in a root of its own. */
export function storeRoots(view: HostView, root: RootView | null): readonly RootView[] {
  return view.roots.filter((other) => other === root || other.inventory.kind === 'containerd-root');
}

/** Finds the data of a root's records in the stores of the host. */
export class CachePlaces {
  readonly #root: RootView | null;
  readonly #graphs: readonly GraphHolders[];

  constructor(
    view: HostView,
    root: RootView | null,
    records: readonly BuildCacheRecord[],
    inUse: ReadonlyMap<string, boolean | null>,
  ) {
    this.#root = root;
    const used = records.filter((record) => inUse.get(record.id) !== false);
    this.#graphs = storeRoots(view, root).flatMap((at) =>
      at.graphs.map((graph) => {
        const { imageStore, driver } = graph.store;
        // BuildKit's own snapshots in containerd stay active for good: they are no holders beside it.
        const held = graph.layersOfMounts(imageStore === 'containerd' ? isContainerMount : undefined);
        for (const part of graph.keeperCounts.keys()) held.add(part);
        for (const part of graph.partsOf(graph.store.others)) held.add(part);
        const building = graph.closure(used.map((record) => layerOf(graph, record)));
        return { root: at, graph, held, building, hidden: view.activity.hidden(at, imageStore, driver) };
      }),
    );
  }

  of(record: BuildCacheRecord): CachePlace {
    for (const { root, graph, held, building, hidden } of this.#graphs) {
      const id = layerOf(graph, record);
      if (id === null) continue;
      const layer = graph.layers.get(id);
      const mount = layer === undefined ? graph.store.mounts.find(({ name }) => name === id) : undefined;
      if (mount?.writable !== null && mount !== undefined) {
        return { ...NOWHERE, root, content: [mount.writable], metadata: mount.metadata, hidden };
      }
      if (layer === undefined) continue;
      const blob = record.blob === null ? undefined : placeOf(graph.store, blobPart(record.blob));
      const ownBlob =
        record.blob !== null && !held.has(blobPart(record.blob)) ? (blob?.content ?? null) : null;
      // Of a layer that it must not change, BuildKit has a view (BuildKit, cache/refs.go).
      const view = graph.layers.get(`${id}${VIEW}`);
      return {
        root,
        own: view?.content == null ? [] : [view.content],
        content: [layer.content, ownBlob].filter((path) => path !== null),
        metadata: layer.metadata,
        shared: held.has(layer.chainId),
        building: building.has(layer.chainId),
        hidden,
      };
    }
    return this.#directoryOf(record);
  }

  /** The record does not say in which driver's directory; only one of them has it. */
  #directoryOf({ cacheId }: BuildCacheRecord): CachePlace {
    const root = this.#root;
    if (cacheId === null || root === null) return NOWHERE;
    const stores = root.inventory.records.stores;
    const met = stores.find((store) => root.usage.at(contentPath(store, cacheId) ?? '') !== null);
    const store = met ?? stores[0];
    if (store === undefined) return NOWHERE;
    const content = contentPath(store, cacheId);
    const { hidden = null } = this.#graphs.find(({ graph }) => graph.store.driver === store.driver) ?? {};
    return {
      ...NOWHERE,
      root,
      content: content === null ? [] : [content],
      metadata: besidePaths(store, cacheId),
      hidden,
    };
  }
}
