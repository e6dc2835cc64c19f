import type { Category, LeftoverKind } from '../model/category.js';
import {
  layerDirectory,
  layerMountDirectory,
  layerRecordDirectory,
  shortLink,
} from '../model/data-root-layout.js';
import { hexOf } from '../model/digest.js';
import type { DataRootRecords, GraphStore } from '../model/inventory.js';
import { LayerGraph } from './layer-graph.js';

/** Who owns a path: the category its bytes are in, and of which leftover it is part, if of any. */
export interface Owner {
  readonly category: Category;
  readonly leftover: { readonly kind: LeftoverKind; readonly path: string; readonly evidence: string } | null;
}

export function ownedBy(category: Category): Owner {
  return { category, leftover: null };
}

/**
 * Owners of the directories that records refer to, by path. Built from the readings before and after the walk: what
 * either refers to is in use.
 */
export class OwnerMap {
  readonly #owners = new Map<string, Owner>();
  readonly #directories = new Map<string, string>();

  constructor(readings: readonly DataRootRecords[]) {
    // The later reading comes last and wins where the two differ.
    for (const records of readings) {
      for (const store of records.stores) this.#addStore(store, records);
    }
  }

  get(path: string): Owner | undefined {
    return this.#owners.get(path);
  }

  /** The layer directory that a short link belongs to, by what its `link` file says. */
  directoryOfLink(link: string): string | undefined {
    return this.#directories.get(link);
  }

  #addStore(store: GraphStore, records: DataRootRecords): void {
    const { driver } = store;
    for (const [name, link] of store.links) {
      this.#directories.set(shortLink(driver, link), layerDirectory(driver, name));
    }
    const graph = new LayerGraph(store);
    const ofImages = graph.layersOfImages(graph.images.keys());
    const ofMounts = graph.layersOfMounts();
    const ofBuildCache = graph.layersOfBuildCache(records.buildCacheHoldings);
    for (const layer of store.layers) {
      const held = ofImages.has(layer.chainId) || ofMounts.has(layer.chainId);
      const record = layerRecordDirectory(driver, hexOf(layer.chainId));
      if (held) {
        this.#layer(store, layer.cacheId, record, ownedBy('image-layers'), ownedBy('image-metadata'));
      } else if (ofBuildCache.has(layer.chainId) || records.buildCacheHoldings === null) {
        this.#layer(store, layer.cacheId, record, ownedBy('build-cache'), ownedBy('build-cache'));
      } else {
        const evidence = `layer ${layer.chainId} is in the layer database, but no image, container or cache record uses it`;
        const path = layer.cacheId === null ? record : layerDirectory(driver, layer.cacheId);
        const owner: Owner = {
          category: 'leftovers',
          leftover: { kind: 'unreferenced-layer', path, evidence },
        };
        this.#layer(store, layer.cacheId, record, owner, owner);
      }
    }
    for (const cacheId of records.buildCacheHoldings?.cacheIds ?? []) {
      this.#layer(store, cacheId, null, ownedBy('build-cache'), ownedBy('build-cache'));
    }
    for (const mount of store.mounts) {
      // BuildKit's names have 25 characters, containers' 64.
      const ofContainer = mount.name.length === 64;
      const content = ownedBy(ofContainer ? 'writable-layers' : 'build-cache');
      const metadata = ownedBy(ofContainer ? 'container-metadata' : 'build-cache');
      this.#layer(store, mount.mountId, layerMountDirectory(driver, mount.name), content, metadata);
      this.#layer(store, mount.initId, null, content, metadata);
    }
    for (const removal of store.pendingRemovals) {
      const record = layerRecordDirectory(driver, removal.name);
      const evidence = `the removal of this layer began and did not finish (${removal.name})`;
      const path = removal.cacheId === null ? record : layerDirectory(driver, removal.cacheId);
      const owner: Owner = {
        category: 'leftovers',
        leftover: { kind: 'half-removed-layer', path, evidence },
      };
      this.#layer(store, removal.cacheId, record, owner, owner);
    }
  }

  #layer(
    store: GraphStore,
    cacheId: string | null,
    record: string | null,
    content: Owner,
    metadata: Owner,
  ): void {
    if (record !== null) this.#owners.set(record, metadata);
    if (cacheId === null) return;
    this.#owners.set(layerDirectory(store.driver, cacheId), content);
    const link = store.links.get(cacheId);
    if (link !== undefined) this.#owners.set(shortLink(store.driver, link), metadata);
  }
}
