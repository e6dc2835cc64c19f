import type { ImageRecord } from '../../model/image.js';
import { blobPart, type Holdings, type LayerStore, type StoreLayer, type StoreMount } from './layer-store.js';

const GRAPHS = new WeakMap<LayerStore, LayerGraph>();

/** Layers and blobs of one image store and who stands on them. */
export class LayerGraph {
  readonly store: LayerStore;
  readonly layers: ReadonlyMap<string, StoreLayer>;
  readonly images: ReadonlyMap<string, ImageRecord>;
  /** Layer ids of each image, lowest first. */
  readonly chains: ReadonlyMap<string, readonly string[]>;
  /** Keys of all parts of each image: its layers and its blobs. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  /** Keys of those of them that it keeps: they go with the last image that does. */
  readonly keptParts: ReadonlyMap<string, readonly string[]>;
  /** How many images have each image as their parent; no entry: none. */
  readonly childCounts: ReadonlyMap<string, number>;
  /** How many images of any kind hold each part; no entry: none. */
  readonly imageCounts: ReadonlyMap<string, number>;
  /** How many images of any kind keep each part; no entry: none. */
  readonly keeperCounts: ReadonlyMap<string, number>;

  /** The graph of a store. Built once for each: a scan is analyzed many times over the same records. */
  static of(store: LayerStore): LayerGraph {
    const known = GRAPHS.get(store);
    if (known !== undefined) return known;
    const graph = new LayerGraph(store);
    GRAPHS.set(store, graph);
    return graph;
  }

  private constructor(store: LayerStore) {
    this.store = store;
    this.layers = store.layers;
    this.images = new Map([...store.images].map(([id, image]) => [id, image.record]));
    this.chains = new Map([...store.images].map(([id, image]) => [id, image.layers]));
    this.parts = new Map(
      [...store.images].map(([id, { layers, blobs }]) => [id, [...layers, ...blobs.map(blobPart)]]),
    );
    this.childCounts = count([...this.images.values()].flatMap((image) => image.parentId ?? []));
    this.keptParts = new Map(
      [...store.images].map(([id, { keptLayers, blobs }]) => [id, [...keptLayers, ...blobs.map(blobPart)]]),
    );
    this.imageCounts = count([...this.parts.values()].flat());
    this.keeperCounts = count([...this.keptParts.values()].flat());
  }

  /** Dangling and the parent of another image: `docker images` hides it, and it goes with its last child. */
  isIntermediate(image: ImageRecord): boolean {
    return image.references.length === 0 && this.childCounts.has(image.id);
  }

  /** A layer and everything below it, as far as the records reach. */
  withAncestors(id: string | null): string[] {
    const chain: string[] = [];
    const seen = new Set<string>();
    for (
      let next = id;
      next !== null && !seen.has(next);
      next = this.layers.get(next)?.parentChainId ?? null
    ) {
      seen.add(next);
      chain.push(next);
    }
    return chain;
  }

  /** The given layers that exist, and everything below them. */
  closure(ids: Iterable<string | null>): Set<string> {
    const held = new Set<string>();
    for (const first of ids) {
      let id = first;
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

  /** Every layer that a writable layer stands on, of all or of some of them. */
  layersOfMounts(which: (mount: StoreMount) => boolean = () => true): Set<string> {
    return this.closure(this.store.mounts.filter(which).map((mount) => mount.parentChainId));
  }

  /** Keys of every part that is kept, with the layers below. */
  partsOf(holdings: Holdings | null): Set<string> {
    const held = this.closure(holdings?.layers ?? []);
    for (const digest of holdings?.blobs ?? []) held.add(blobPart(digest));
    return held;
  }

  /** How many listed images (all but intermediate ones) hold each part. */
  countReferences(): Map<string, number> {
    const listed = [...this.images.values()].filter((image) => !this.isIntermediate(image));
    return count(listed.flatMap((image) => this.parts.get(image.id) ?? []));
  }
}

function count(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
