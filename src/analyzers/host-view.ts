import {
  CONTAINERS,
  imageConfigFile,
  imageMetadataDirectory,
  layerDirectory,
  layerRecordDirectory,
  shortLink,
} from '../model/data-root-layout.js';
import { hexOf } from '../model/digest.js';
import type { ContainerStatus } from '../model/container.js';
import type { EngineInventory } from '../model/engine.js';
import type { LayerRecord } from '../model/image.js';
import type { DataRootInventory, GraphStore, Inventory } from '../model/inventory.js';
import type { VolumeRecord } from '../model/volume.js';
import { LayerGraph } from './layer-graph.js';
import { mergeContainers, type MergedContainer, mergeVolumes } from './merge-records.js';
import { UsageIndex } from './usage-index.js';

const RUNNING: readonly ContainerStatus[] = ['running', 'paused', 'restarting'];

/** A container in one of these states cannot be removed without stopping it. An unknown state counts as running. */
export function isRunning(status: ContainerStatus): boolean {
  return status === 'unknown' || RUNNING.includes(status);
}

/** The inventory joined once, for every analyzer: what engine and disk say of the same objects. */
export class HostView {
  readonly inventory: Inventory;
  readonly engine: EngineInventory | null;
  /** The data root that is reported on; `null` when none could be read. */
  readonly root: DataRootInventory | null;
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
    this.root = inventory.dataRoots[0] ?? null;
    this.usage = new UsageIndex(this.root?.walk ?? null);
    this.graphs = (this.root?.records.stores ?? []).map((store) => new LayerGraph(store));
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

  /** Layers held by writable layers and the build cache. */
  heldLayers(graph: LayerGraph, withBuildCache: boolean): Set<string> {
    const held = graph.layersOfMounts();
    if (!withBuildCache) return held;
    const holdings = this.root?.records.buildCacheHoldings ?? null;
    // Unknown holdings hold everything that BuildKit could have made: nothing may be promised then.
    if (holdings === null) return new Set(graph.layers.keys());
    for (const chain of graph.layersOfBuildCache(holdings)) held.add(chain);
    return held;
  }
}

/** Paths of a layer: its directory, and what else goes with it (record and short link). */
export function layerPaths(store: GraphStore, layer: LayerRecord): { content: string[]; metadata: string[] } {
  return {
    content: layer.cacheId === null ? [] : [layerDirectory(store.driver, layer.cacheId)],
    metadata: [layerRecordDirectory(store.driver, hexOf(layer.chainId)), ...linkOf(store, layer.cacheId)],
  };
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

/** Directory of a container below the data root. */
export function containerPath(id: string): string {
  return `${CONTAINERS}/${id}`;
}
