import {
  CONTAINERS,
  imageConfigFile,
  imageMetadataDirectory,
  layerDirectory,
  layerRecordDirectory,
  OVERLAY_DRIVERS,
  shortLink,
} from '../model/data-root-layout.js';
import { hexOf } from '../model/digest.js';
import type { BuildCacheHoldings } from '../model/build-cache.js';
import type { ContainerStatus } from '../model/container.js';
import type { EngineInventory } from '../model/engine.js';
import type { LayerRecord } from '../model/image.js';
import type { RootInventory, GraphStore, Inventory } from '../model/inventory.js';
import type { VolumeRecord } from '../model/volume.js';
import { LayerGraph } from './layer-graph.js';
import { mergeContainers, type MergedContainer, mergeVolumes } from './merge-records.js';
import { UsageIndex } from './usage-index.js';

const RUNNING: readonly ContainerStatus[] = ['running', 'paused', 'restarting'];

/** Why nothing may be promised about layers where BuildKit's database is not known. */
const HOLDINGS_UNKNOWN = 'BuildKit’s database could not be read: the build cache may hold the same layers';

/** Why nothing may be called unused where containers may be missing. */
export const CONTAINERS_UNKNOWN = 'the containers could not be listed: one that is not known may use it';

/** A container in one of these states cannot be removed without stopping it. An unknown state counts as running. */
export function isRunning(status: ContainerStatus): boolean {
  return status === 'unknown' || RUNNING.includes(status);
}

/** The inventory joined once, for every analyzer: what engine and disk say of the same objects. */
export class HostView {
  readonly inventory: Inventory;
  readonly engine: EngineInventory | null;
  /** The data root that is reported on; `null` when none could be read. */
  readonly root: RootInventory | null;
  readonly usage: UsageIndex;
  readonly graphs: readonly LayerGraph[];
  readonly containers: readonly MergedContainer[];
  readonly volumes: readonly VolumeRecord[];
  /** Ids of images that a container of any state uses. */
  readonly usedImages: ReadonlySet<string>;
  /** False when some containers may be unknown: then nothing they could use may be called unused. */
  readonly containersKnown: boolean;

  constructor(inventory: Inventory) {
    this.inventory = inventory;
    this.engine = inventory.engine;
    this.root = inventory.roots[0] ?? null;
    this.usage = new UsageIndex(this.root?.walk ?? null);
    this.graphs = (this.root?.records.stores ?? []).map((store) => LayerGraph.of(store));
    const records = this.root?.records ?? null;
    this.containers = mergeContainers(records, this.engine);
    this.volumes = mergeVolumes(records, this.engine);
    const isListed = records?.unlisted.includes(CONTAINERS) === false;
    this.containersKnown = isListed || (this.engine?.containers ?? null) !== null;
    this.usedImages = new Set(this.containers.flatMap(({ record }) => record.imageId ?? []));
  }

  /** Figures of the walk exist, at least in part. */
  get measured(): boolean {
    return this.root !== null && this.root.walk !== null && !this.#rootUnreadable;
  }

  /** Why figures are missing or lower bounds for everything; `null` when the walk is whole. */
  get unmeasuredReason(): string | null {
    if (this.root === null) return 'the data root could not be read';
    if (this.root.denied || this.#rootUnreadable) return `${this.root.path} may not be read by this user`;
    if (this.root.walk === null) return 'not measured yet';
    if (this.root.walk.state === 'running') return 'the scan is still running: figures are lower bounds';
    if (this.root.walk.state === 'cancelled') return 'the scan was cancelled: figures are lower bounds';
    return null;
  }

  /** The root itself could not be entered: what its walk says is nothing. */
  get #rootUnreadable(): boolean {
    return (this.root?.walk?.unreadable ?? []).some((entry) => entry.path === this.root?.path);
  }

  /** The engine keeps images in containerd's store, which is not taken apart. */
  get usesContainerdStore(): boolean {
    if (this.engine?.facts.imageStore === 'containerd') return true;
    if (this.root === null || this.root.denied) return false;
    return this.root.earlierRecords.stores.length + this.root.records.stores.length === 0;
  }

  /** What BuildKit holds; `null`: unknown, so nothing may be promised about layers. */
  get holdings(): BuildCacheHoldings | null {
    return this.root?.records.buildCacheHoldings ?? null;
  }

  /** Why nothing may be promised about layers and images; `null` when all that could hold them is known. */
  get unpromisable(): string | null {
    if (!this.containersKnown) return CONTAINERS_UNKNOWN;
    return this.holdings === null ? HOLDINGS_UNKNOWN : null;
  }

  /** Layers held by writable layers and the build cache. */
  heldLayers(graph: LayerGraph): Set<string> {
    const held = graph.layersOfMounts();
    for (const chain of graph.layersOfBuildCache(this.holdings)) held.add(chain);
    return held;
  }
}

/** Where a layer lies. */
export interface LayerPaths {
  /** Its directory; `null` when that is not known, or the driver keeps layers in another way. */
  readonly content: string | null;
  /** What else goes with it: its record and its short link. */
  readonly metadata: readonly string[];
}

export function layerPaths(store: GraphStore, layer: LayerRecord): LayerPaths {
  return {
    content: contentPath(store, layer.cacheId),
    metadata: [layerRecordDirectory(store.driver, hexOf(layer.chainId)), ...linkOf(store, layer.cacheId)],
  };
}

/** Directory of a layer below the data root; `null` for drivers that are not taken apart. */
export function contentPath(store: GraphStore, cacheId: string | null): string | null {
  return cacheId === null || !OVERLAY_DRIVERS.includes(store.driver)
    ? null
    : layerDirectory(store.driver, cacheId);
}

/** Why the directories of a store are not measured; `null` when they are. */
export function storeUnmeasuredReason(store: GraphStore): string | null {
  if (OVERLAY_DRIVERS.includes(store.driver)) return null;
  return `layers of the storage driver ${store.driver} are not taken apart by this version`;
}

/** The short link of a directory, as a list of none or one. */
export function linkOf(store: GraphStore, cacheId: string | null): string[] {
  const link = cacheId === null ? undefined : store.links.get(cacheId);
  return link === undefined ? [] : [shortLink(store.driver, link)];
}

/** Paths that go with an image beside its layers. */
export function imagePaths(store: GraphStore, imageId: string): string[] {
  const hex = hexOf(imageId);
  return [imageConfigFile(store.driver, hex), imageMetadataDirectory(store.driver, hex)];
}
