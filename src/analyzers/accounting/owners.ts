import type { LeftoverKind } from '../../model/category.js';
import { layerRecordDirectory, shortLink } from '../../model/data-root-layout.js';
import type { GraphStore, RootRecords } from '../../model/inventory.js';
import type { ContainerdContext } from './containerd-context.js';
import { containerdOwners } from './containerd-owners.js';
import type { KnownContainers } from './known-containers.js';
import { ofNoBuild, ofNoContainer, without } from './mount-owners.js';
import { leftoverAt, type Owner, ownedBy } from './owner.js';
import { contentPath, besidePaths } from '../store/graphdriver-store.js';
import type { LayerGraph } from '../store/layer-graph.js';
import { isContainerMount, type Place } from '../store/layer-store.js';
import { storesOf } from '../store/stores-of.js';

/** A removal or registration that only one of the two readings saw is work under way. */
const UNDER_WAY = ownedBy('engine-state');

/** What owners depend on beside the records. */
export interface OwnerContext {
  /** False: images of that driver may exist that the records do not show. */
  readonly layersProvable: (driver: string) => boolean;
  readonly containers: KnownContainers;
  readonly containerd: ContainerdContext;
}

/**
 * Owners of the directories that records refer to, by path. Built from the readings before and after the walk: what
 * either refers to is in use, and only what both call a leftover is one.
 */
export class OwnerMap {
  readonly #readings: readonly ReadonlyMap<string, Owner>[];
  readonly #directories = new Map<string, string>();

  constructor(readings: readonly RootRecords[], context: OwnerContext) {
    this.#readings = [...new Set(readings)].map((records) => {
      const owners = new ReadingOwners(records, context);
      for (const store of records.containerd) {
        for (const [path, owner] of containerdOwners(store, records, context.containerd))
          owners.byPath.set(path, owner);
      }
      for (const store of records.stores) {
        for (const [name, link] of store.links) {
          const directory = contentPath(store, name);
          if (directory !== null) this.#directories.set(shortLink(store.driver, link), directory);
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

  constructor(records: RootRecords, { layersProvable, containers }: OwnerContext) {
    for (const graph of storesOf(records)) {
      if (graph.store.imageStore !== 'graphdriver') continue;
      this.#addLayers(graph, records, layersProvable(graph.store.driver));
      this.#addMounts(graph, records, containers);
    }
    for (const store of records.stores) {
      this.#addBuildCache(store, records);
      this.#addRemovals(store);
    }
  }

  #addLayers(graph: LayerGraph, records: RootRecords, provable: boolean): void {
    const ofMounts = graph.layersOfMounts();
    const ofBuildCache = graph.closure([
      ...(records.buildCacheHoldings?.chainIds ?? []),
      ...(records.buildCache ?? []).map((record) => record.chainId),
    ]);
    // An image is removed first, then its layers from the top down: those below one that goes are next.
    const removals = records.stores
      .filter(({ driver }) => driver === graph.store.driver)
      .flatMap(({ driver, pendingRemovals }) =>
        pendingRemovals.map(({ name, parentChainId = null }) => ({
          record: layerRecordDirectory(driver, name),
          below: graph.closure([parentChainId]),
        })),
      );
    for (const layer of graph.layers.values()) {
      if (graph.imageCounts.has(layer.chainId) || ofMounts.has(layer.chainId)) {
        this.#place(layer, ownedBy('image-layers'), ownedBy('image-metadata'));
      } else if (ofBuildCache.has(layer.chainId) || records.buildCacheHoldings === null) {
        this.#place(layer, ownedBy('build-cache'), ownedBy('build-cache'));
      } else if (!provable) {
        this.#place(layer, ownedBy('image-layers'), ownedBy('image-metadata'));
      } else {
        const evidence = `layer ${layer.chainId} is in the layer database, but no image, container or cache record uses it`;
        const companions = removals.flatMap(({ record, below }) => (below.has(layer.chainId) ? record : []));
        this.#leftover(layer, 'unreferenced-layer', evidence, { companions });
      }
    }
  }

  #addBuildCache(store: GraphStore, records: RootRecords): void {
    const owner = ownedBy('build-cache');
    const ofRecords = (records.buildCache ?? []).flatMap((record) => record.cacheId ?? []);
    for (const cacheId of [...ofRecords, ...(records.buildCacheHoldings?.cacheIds ?? [])]) {
      this.#place(directoryPlace(store, cacheId), owner, owner);
    }
  }

  #addMounts(graph: LayerGraph, records: RootRecords, containers: KnownContainers): void {
    for (const mount of graph.store.mounts) {
      const ofContainer = isContainerMount(mount);
      const content = ownedBy(ofContainer ? 'writable-layers' : 'build-cache');
      const metadata = ownedBy(ofContainer ? 'container-metadata' : 'build-cache');
      const leftover = ofContainer
        ? ofNoContainer(graph.store.driver, mount, containers)
        : ofNoBuild(mount, records);
      this.#place(
        { content: mount.writable, metadata: mount.metadata },
        without(content, leftover),
        without(metadata, leftover),
      );
      this.#place({ content: mount.init, metadata: [] }, without(content, leftover), metadata);
    }
  }

  #addRemovals(store: GraphStore): void {
    for (const { name, cacheId } of store.pendingRemovals) {
      const evidence = `the removal of this layer began and did not finish (${name})`;
      const { content, metadata } = directoryPlace(store, cacheId);
      const record = layerRecordDirectory(store.driver, name);
      this.#leftover({ content, metadata: [record, ...metadata] }, 'half-removed-layer', evidence);
    }
  }

  #leftover(
    place: Place,
    kind: LeftoverKind,
    evidence: string,
    more: Parameters<typeof leftoverAt>[3] = {},
  ): void {
    const path = place.content ?? place.metadata[0] ?? '';
    const owner = leftoverAt(kind, path, evidence, more);
    this.#place(place, owner, owner);
  }

  #place(place: Place, content: Owner, metadata: Owner): void {
    for (const path of place.metadata) this.#set(path, metadata);
    if (place.content !== null) this.#set(place.content, content);
  }

  /** A leftover never takes what something in use refers to as well. */
  #set(path: string, owner: Owner): void {
    if (owner.leftover !== null && this.byPath.get(path)?.leftover === null) return;
    this.byPath.set(path, owner);
  }
}

function directoryPlace(store: GraphStore, cacheId: string | null): Place {
  return { content: contentPath(store, cacheId), metadata: besidePaths(store, cacheId) };
}
