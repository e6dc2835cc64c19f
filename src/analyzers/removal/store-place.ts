import type { HostView } from '../host-view.js';
import type { HostContainer } from '../merge-records.js';
import type { RootView } from '../root-view.js';
import { ContainerdIndex } from '../store/containerd-index.js';
import type { LayerGraph } from '../store/layer-graph.js';
import type { StoreMount } from '../store/layer-store.js';
import type { CacheEntry } from './cache-entries.js';
import { dataOfRecord, partsOfRecord } from './record-parts.js';

/** An image store in its root, with everybody who holds its layers and blobs. Parts are keyed as in the graph. */
export class StorePlace {
  readonly view: HostView;
  readonly root: RootView;
  readonly graph: LayerGraph;
  /** `null` in a graph-driver store. */
  readonly index: ContainerdIndex | null;
  /** Why the engine does not show what is in it; `null` when it does. */
  readonly hidden: string | null;
  /** Parts that each build cache record keeps; records without any have no entry. */
  readonly cacheParts = new Map<CacheEntry, ReadonlySet<string>>();
  /** Writable layers of build steps that run, by the record they belong to. */
  readonly steps = new Map<StoreMount, CacheEntry>();
  /** Parts that BuildKit keeps without a record that is known. */
  readonly unrecorded: ReadonlySet<string>;
  /** Parts kept by what no engine command removes. */
  readonly others: ReadonlySet<string>;
  readonly #imagesOf = new Map<string, string[]>();
  readonly #keepersOf = new Map<string, string[]>();
  #containersOf: ReadonlyMap<string | null, readonly HostContainer[]> | null = null;
  readonly #mountsOn = new Map<string, StoreMount[]>();

  constructor(view: HostView, root: RootView, graph: LayerGraph, cache: readonly CacheEntry[]) {
    const { store } = graph;
    const [containerd] = root.inventory.records.containerd;
    this.view = view;
    this.root = root;
    this.graph = graph;
    this.index =
      store.imageStore === 'containerd' && containerd !== undefined ? ContainerdIndex.of(containerd) : null;
    this.hidden = view.activity.hidden(root, store.imageStore, store.driver);
    const mounts = new Map(store.mounts.map((mount) => [mount.name, mount]));
    const recorded = new Set<string>();
    for (const entry of cache) {
      // Records of the containerd store may have their snapshots in a root of containerd's own.
      if (entry.root !== root && root.inventory.kind !== 'containerd-root') continue;
      const parts = partsOfRecord(graph, this.index, entry.record);
      if (parts.size > 0) this.cacheParts.set(entry, parts);
      for (const part of parts) recorded.add(part);
      const step = mounts.get(dataOfRecord(graph, entry.record) ?? '') ?? mounts.get(entry.record.id);
      if (step !== undefined) this.steps.set(step, entry);
    }
    const unrecorded = [...graph.partsOf(store.buildCache)].filter((part) => !recorded.has(part));
    this.unrecorded = new Set(unrecorded);
    this.others = graph.partsOf(store.others);
    for (const [id, parts] of graph.parts) for (const part of new Set(parts)) push(this.#imagesOf, part, id);
    for (const [id, parts] of graph.keptParts) {
      for (const part of new Set(parts)) push(this.#keepersOf, part, id);
    }
    for (const mount of store.mounts) {
      for (const layer of graph.withAncestors(mount.parentChainId)) push(this.#mountsOn, layer, mount);
    }
  }

  /** Ids of the images that hold a part, intermediate ones included. */
  imagesOf(part: string): readonly string[] {
    return this.#imagesOf.get(part) ?? [];
  }

  /** Ids of the images that keep it from being removed. */
  keepersOf(part: string): readonly string[] {
    return this.#keepersOf.get(part) ?? [];
  }

  /** Writable layers that stand on a part. */
  mountsOn(part: string): readonly StoreMount[] {
    return this.#mountsOn.get(part) ?? [];
  }

  cacheOf(part: string): CacheEntry[] {
    return [...this.cacheParts].filter(([, parts]) => parts.has(part)).map(([entry]) => entry);
  }

  /** Containers of any state that were made from an image of this store. */
  containersOf(imageId: string): readonly HostContainer[] {
    this.#containersOf ??= Map.groupBy(
      this.view.containers.filter((container) => this.#mayHold(container)),
      ({ record }) => record.imageId,
    );
    return this.#containersOf.get(imageId) ?? [];
  }

  /** Another root can have the same image, and containers of its own. */
  #mayHold(container: HostContainer): boolean {
    const { root } = container;
    const place = this.view.mountOf(container);
    if (place !== undefined) return place.graph === this.graph;
    return root === null || root === this.root || this.root.inventory.kind === 'containerd-root';
  }
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}
