import type { Category, LeftoverKind } from '../model/category.js';
import {
  layerDirectory,
  layerMountDirectory,
  layerRecordDirectory,
  shortLink,
} from '../model/data-root-layout.js';
import { hexOf } from '../model/digest.js';
import type { RootRecords, GraphStore } from '../model/inventory.js';
import { LayerGraph } from './layer-graph.js';

/** Who owns a path: the category its bytes are in, and of which leftover it is part, if of any. */
export interface Owner {
  readonly category: Category;
  readonly leftover: { readonly kind: LeftoverKind; readonly path: string; readonly evidence: string } | null;
}

export function ownedBy(category: Category): Owner {
  return { category, leftover: null };
}

/** A removal or registration that only one of the two readings saw is work under way. */
const UNDER_WAY = ownedBy('engine-state');

/**
 * Owners of the directories that records refer to, by path. Built from the readings before and after the walk: what
 * either refers to is in use, and only what both call a leftover is one.
 */
export class OwnerMap {
  readonly #readings: readonly ReadonlyMap<string, Owner>[];
  readonly #directories = new Map<string, string>();

  /** @param layersProvable false: images of that driver may exist that the records do not show. */
  constructor(readings: readonly RootRecords[], layersProvable: (driver: string) => boolean) {
    this.#readings = [...new Set(readings)].map((records) => {
      const owners = new ReadingOwners(records, layersProvable);
      for (const store of records.stores) {
        for (const [name, link] of store.links) {
          this.#directories.set(shortLink(store.driver, link), layerDirectory(store.driver, name));
        }
      }
      return owners.byPath;
    });
  }

  get(path: string): Owner | undefined {
    const found = this.#readings.map((owners) => owners.get(path));
    const user = found.findLast((owner) => owner?.leftover === null);
    if (user !== undefined) return user;
    const leftover = found.findLast((owner) => owner !== undefined);
    return leftover !== undefined && found.includes(undefined) ? UNDER_WAY : leftover;
  }

  /** The layer directory that a short link belongs to, by what its `link` file says. */
  directoryOfLink(link: string): string | undefined {
    return this.#directories.get(link);
  }
}

/** The owners that one reading knows. */
class ReadingOwners {
  readonly byPath = new Map<string, Owner>();

  constructor(records: RootRecords, layersProvable: (driver: string) => boolean) {
    for (const store of records.stores) {
      this.#addLayers(store, records, layersProvable(store.driver));
      this.#addBuildCache(store, records);
      this.#addMounts(store);
      this.#addRemovals(store);
    }
  }

  #addLayers(store: GraphStore, records: RootRecords, provable: boolean): void {
    const graph = LayerGraph.of(store);
    const ofMounts = graph.layersOfMounts();
    const ofBuildCache = graph.closure([
      ...(records.buildCacheHoldings?.chainIds ?? []),
      ...(records.buildCache ?? []).map((record) => record.chainId),
    ]);
    for (const layer of graph.layers.values()) {
      const record = layerRecordDirectory(store.driver, hexOf(layer.chainId));
      if (graph.imageCounts.has(layer.chainId) || ofMounts.has(layer.chainId)) {
        this.#layer(store, layer.cacheId, record, ownedBy('image-layers'), ownedBy('image-metadata'));
      } else if (ofBuildCache.has(layer.chainId) || records.buildCacheHoldings === null) {
        this.#layer(store, layer.cacheId, record, ownedBy('build-cache'), ownedBy('build-cache'));
      } else if (!provable) {
        this.#layer(store, layer.cacheId, record, ownedBy('image-layers'), ownedBy('image-metadata'));
      } else {
        const evidence = `layer ${layer.chainId} is in the layer database, but no image, container or cache record uses it`;
        this.#leftover(store, layer.cacheId, record, 'unreferenced-layer', evidence);
      }
    }
  }

  #addBuildCache(store: GraphStore, records: RootRecords): void {
    const owner = ownedBy('build-cache');
    const ofRecords = (records.buildCache ?? []).flatMap((record) => record.cacheId ?? []);
    for (const cacheId of [...ofRecords, ...(records.buildCacheHoldings?.cacheIds ?? [])]) {
      this.#layer(store, cacheId, null, owner, owner);
    }
  }

  #addMounts(store: GraphStore): void {
    for (const mount of store.mounts) {
      // BuildKit's names have 25 characters, containers' 64.
      const ofContainer = mount.name.length === 64;
      const content = ownedBy(ofContainer ? 'writable-layers' : 'build-cache');
      const metadata = ownedBy(ofContainer ? 'container-metadata' : 'build-cache');
      this.#layer(store, mount.mountId, layerMountDirectory(store.driver, mount.name), content, metadata);
      this.#layer(store, mount.initId, null, content, metadata);
    }
  }

  #addRemovals(store: GraphStore): void {
    for (const { name, cacheId } of store.pendingRemovals) {
      const evidence = `the removal of this layer began and did not finish (${name})`;
      this.#leftover(
        store,
        cacheId,
        layerRecordDirectory(store.driver, name),
        'half-removed-layer',
        evidence,
      );
    }
  }

  #leftover(
    store: GraphStore,
    cacheId: string | null,
    record: string,
    kind: LeftoverKind,
    evidence: string,
  ): void {
    const path = cacheId === null ? record : layerDirectory(store.driver, cacheId);
    const owner: Owner = { category: 'leftovers', leftover: { kind, path, evidence } };
    this.#layer(store, cacheId, record, owner, owner);
  }

  #layer(
    store: GraphStore,
    cacheId: string | null,
    record: string | null,
    content: Owner,
    metadata: Owner,
  ): void {
    if (record !== null) this.#set(record, metadata);
    if (cacheId === null) return;
    this.#set(layerDirectory(store.driver, cacheId), content);
    const link = store.links.get(cacheId);
    if (link !== undefined) this.#set(shortLink(store.driver, link), metadata);
  }

  /** A leftover never takes what something in use refers to as well. */
  #set(path: string, owner: Owner): void {
    if (owner.leftover !== null && this.byPath.get(path)?.leftover === null) return;
    this.byPath.set(path, owner);
  }
}
