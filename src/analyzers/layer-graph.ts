import type { BuildCacheHoldings } from '../model/build-cache.js';
import { chainIds } from '../model/digest.js';
import type { ImageRecord, LayerRecord } from '../model/image.js';
import type { GraphStore } from '../model/inventory.js';

/** Layers of one image store and who stands on them. */
export class LayerGraph {
  readonly store: GraphStore;
  readonly layers: ReadonlyMap<string, LayerRecord>;
  readonly images: ReadonlyMap<string, ImageRecord>;
  /** Chain ids of each image, lowest first. */
  readonly chains: ReadonlyMap<string, readonly string[]>;
  /** Ids of images that are the parent of another. */
  readonly parents: ReadonlySet<string>;

  constructor(store: GraphStore) {
    this.store = store;
    this.layers = new Map(store.layers.map((layer) => [layer.chainId, layer]));
    this.images = new Map(store.images.map((image) => [image.id, image]));
    this.chains = new Map(store.images.map((image) => [image.id, chainIds(image.diffIds)]));
    this.parents = new Set(store.images.flatMap((image) => image.parentId ?? []));
  }

  /** Dangling and the parent of another image: `docker images` hides it, and it goes with its last child. */
  isIntermediate(image: ImageRecord): boolean {
    return image.references.length === 0 && this.parents.has(image.id);
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

  /** Every layer that the given images hold. */
  layersOfImages(ids: Iterable<string>): Set<string> {
    const held = new Set<string>();
    for (const id of ids) for (const chain of this.chains.get(id) ?? []) held.add(chain);
    return held;
  }

  /** Every layer that a writable layer stands on. */
  layersOfMounts(): Set<string> {
    return new Set(this.store.mounts.flatMap((mount) => this.withAncestors(mount.parentChainId)));
  }

  /** Every layer that BuildKit keeps. */
  layersOfBuildCache(holdings: BuildCacheHoldings | null): Set<string> {
    const held = new Set<string>();
    for (const id of holdings?.chainIds ?? []) {
      if (!this.layers.has(id)) continue;
      for (const ancestor of this.withAncestors(id)) held.add(ancestor);
    }
    return held;
  }

  /** How many listed images (all but intermediate ones) hold each layer. */
  countReferences(): Map<string, number> {
    const references = new Map<string, number>();
    for (const image of this.images.values()) {
      if (this.isIntermediate(image)) continue;
      for (const chain of new Set(this.chains.get(image.id)))
        references.set(chain, (references.get(chain) ?? 0) + 1);
    }
    return references;
  }
}
