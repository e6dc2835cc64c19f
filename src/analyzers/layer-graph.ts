import type { BuildCacheHoldings } from '../model/build-cache.js';
import { chainId } from '../model/digest.js';
import type { ImageRecord, LayerMountRecord, LayerRecord } from '../model/image.js';
import type { GraphStore } from '../model/inventory.js';

const GRAPHS = new WeakMap<GraphStore, LayerGraph>();

/** Layers of one image store and who stands on them. */
export class LayerGraph {
  readonly store: GraphStore;
  readonly layers: ReadonlyMap<string, LayerRecord>;
  readonly images: ReadonlyMap<string, ImageRecord>;
  /** Chain ids of each image, lowest first. */
  readonly chains: ReadonlyMap<string, readonly string[]>;
  /** How many images have each image as their parent; no entry: none. */
  readonly childCounts: ReadonlyMap<string, number>;
  /** How many images of any kind hold each layer; no entry: none. */
  readonly imageCounts: ReadonlyMap<string, number>;

  /** The graph of a store. Built once for each: a scan is analyzed many times over the same records. */
  static of(store: GraphStore): LayerGraph {
    const known = GRAPHS.get(store);
    if (known !== undefined) return known;
    const graph = new LayerGraph(store);
    GRAPHS.set(store, graph);
    return graph;
  }

  private constructor(store: GraphStore) {
    this.store = store;
    this.layers = new Map(store.layers.map((layer) => [layer.chainId, layer]));
    this.images = new Map(store.images.map((image) => [image.id, image]));
    this.chains = chainsOf(store.images);
    this.childCounts = count([...this.images.values()].flatMap((image) => image.parentId ?? []));
    this.imageCounts = count([...this.chains.values()].flat());
  }

  /** Dangling and the parent of another image: `docker images` hides it, and it goes with its last child. */
  isIntermediate(image: ImageRecord): boolean {
    return image.references.length === 0 && this.childCounts.has(image.id);
  }

  /** A layer and everything below it, as far as the records reach. */
  withAncestors(chainId: string | null): string[] {
    const chain: string[] = [];
    const seen = new Set<string>();
    for (let id = chainId; id !== null && !seen.has(id); id = this.layers.get(id)?.parentChainId ?? null) {
      seen.add(id);
      chain.push(id);
    }
    return chain;
  }

  /** The given layers that exist, and everything below them. */
  closure(chainIds: Iterable<string | null>): Set<string> {
    const held = new Set<string>();
    for (const chainId of chainIds) {
      let id = chainId;
      // What is below a layer already met has been met as well.
      while (id !== null && !held.has(id)) {
        const layer = this.layers.get(id);
        if (layer === undefined) break;
        held.add(id);
        id = layer.parentChainId;
      }
    }
    return held;
  }

  /** Every layer that the given images hold. */
  layersOfImages(ids: Iterable<string>): Set<string> {
    const held = new Set<string>();
    for (const id of ids) for (const chain of this.chains.get(id) ?? []) held.add(chain);
    return held;
  }

  /** Every layer that a writable layer stands on, of all or of some of them. */
  layersOfMounts(which: (mount: LayerMountRecord) => boolean = () => true): Set<string> {
    return this.closure(this.store.mounts.filter(which).map((mount) => mount.parentChainId));
  }

  /** Every layer that BuildKit keeps. */
  layersOfBuildCache(holdings: BuildCacheHoldings | null): Set<string> {
    return this.closure(holdings?.chainIds ?? []);
  }

  /** How many listed images (all but intermediate ones) hold each layer. */
  countReferences(): Map<string, number> {
    const listed = [...this.images.values()].filter((image) => !this.isIntermediate(image));
    return count(listed.flatMap((image) => this.chains.get(image.id) ?? []));
  }
}

/** Chain ids of every image. Images share the lower part of their chains: each step is hashed once. */
function chainsOf(images: readonly ImageRecord[]): Map<string, readonly string[]> {
  const steps = new Map<string, string>();
  const next = (parent: string | null, diffId: string): string => {
    const key = `${parent ?? ''} ${diffId}`;
    const known = steps.get(key);
    if (known !== undefined) return known;
    const chain = chainId(parent, diffId);
    steps.set(key, chain);
    return chain;
  };
  return new Map(
    images.map((image) => {
      let parent: string | null = null;
      return [image.id, image.diffIds.map((diffId) => (parent = next(parent, diffId)))];
    }),
  );
}

function count(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
