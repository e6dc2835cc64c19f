import type { Category } from '../model/category.js';
import { addBytes } from '../model/usage.js';
import type { BuildCacheReport, ContainerReport, VolumeReport } from '../report/types.js';
import { type HostView, isRunning } from './host-view.js';
import { type ImageRemoval, removeImages } from './image-removal.js';
import type { LayerGraph } from './layer-graph.js';
import { type RemovalBytes, removalBytes } from './removal-bytes.js';

/** What a root loses, in allocated bytes; `null` where that cannot be promised. */
export interface Reclaimable {
  /** When the unused objects of one category alone are removed. */
  readonly byCategory: ReadonlyMap<Category, number | null>;
  /** When those of all categories are removed together. */
  readonly total: number | null;
}

/** The records that reclaimable space is computed from. */
export interface ReclaimableRecords {
  readonly containers: readonly ContainerReport[];
  readonly volumes: readonly VolumeReport[];
  readonly buildCache: readonly BuildCacheReport[];
  readonly leftoverBytes: number;
}

/**
 * What can be freed: unused images, stopped containers with their logs, volumes without container, idle build cache
 * and leftovers. Layers that unused images, stopped containers or the build cache hold together go only when all
 * their holders do: they are in no category's figure, but in the total.
 */
export function computeReclaimable(view: HostView, records: ReclaimableRecords): Reclaimable {
  const stopped = records.containers.filter((container) => !isRunning(container.status));
  const writable = sum(
    stopped.map((container) => addKnown(container.writableLayerBytes, container.initLayerBytes)),
  );
  const logs = sum(stopped.map((container) => container.logBytes));
  const metadata = sum(stopped.map((container) => container.metadataBytes));
  const volumes = sum(records.volumes.map((volume) => volume.reclaimableBytes));
  const cache = sum([...cacheDirectories(records.buildCache).values()]);
  const images = sumRemovals(view, (graph) => unusedImages(view, graph, view.heldLayers(graph)));
  const together = sumRemovals(view, (graph) => removeTogether(view, graph, records, stopped));
  const ownDirectories = records.buildCache.filter((record) => !isLayer(view, record));
  const known = view.unpromisable === null;
  const stoppedKnown = view.containersKnown;
  const byCategory = new Map<Category, number | null>([
    ['image-layers', known ? images.content : null],
    ['writable-layers', stoppedKnown ? writable : null],
    ['container-logs', stoppedKnown ? logs : null],
    ['container-metadata', stoppedKnown ? metadata : null],
    ['volumes', volumes],
    ['build-cache', view.root?.records.buildCache === null ? null : cache],
    ['image-metadata', known ? images.metadata : null],
    ['engine-state', 0],
    ['leftovers', records.leftoverBytes],
  ]);
  const parts = [writable, logs, metadata, volumes, ...cacheDirectories(ownDirectories).values()];
  const total = [together.total, records.leftoverBytes, sum(parts) ?? 0].reduce(addBytes, 0);
  return { byCategory, total: known ? total : null };
}

/** An unmeasured part is left out: the sum stays a promise that can be kept. `null` when no part was measured. */
function sum(parts: readonly (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0 && parts.length > 0) return null;
  return known.reduce(addBytes, 0);
}

function addKnown(left: number | null, right: number | null): number | null {
  return left === null ? right : addBytes(left, right ?? 0);
}

function sumRemovals(view: HostView, removalOf: (graph: LayerGraph) => ImageRemoval): RemovalBytes {
  const removals = view.graphs.map((graph) => removalBytes(view, graph, removalOf(graph)));
  return {
    content: removals.map((removal) => removal.content).reduce(addBytes, 0),
    metadata: removals.map((removal) => removal.metadata).reduce(addBytes, 0),
    total: removals.map((removal) => removal.total).reduce(addBytes, 0),
  };
}

function unusedImages(view: HostView, graph: LayerGraph, heldLayers: ReadonlySet<string>): ImageRemoval {
  return removeImages(graph, graph.images.keys(), { usedImages: view.usedImages, heldLayers });
}

/** Every unused image, stopped container and idle cache record at once: layers go with the last of their holders. */
function removeTogether(
  view: HostView,
  graph: LayerGraph,
  { buildCache }: ReclaimableRecords,
  stopped: readonly ContainerReport[],
): ImageRemoval {
  const going = new Set(stopped.map((container) => container.id));
  const kept = graph.layersOfMounts((mount) => !going.has(mount.name));
  const inUse = buildCache.filter((record) => record.inUse !== false);
  for (const chain of graph.closure(inUse.map((record) => record.chainId))) kept.add(chain);
  const removal = unusedImages(view, graph, kept);
  const layers = new Set(removal.layers);
  for (const id of graph.images.keys()) {
    if (!removal.images.has(id)) for (const chain of graph.chains.get(id) ?? []) kept.add(chain);
  }
  const released = [
    graph.layersOfMounts(),
    graph.layersOfBuildCache(view.holdings),
    graph.closure(buildCache.map((record) => record.chainId)),
  ];
  for (const chains of released) for (const chain of chains) if (!kept.has(chain)) layers.add(chain);
  return { images: removal.images, layers };
}

function isLayer(view: HostView, { chainId }: BuildCacheReport): boolean {
  return chainId !== null && view.graphs.some((graph) => graph.layers.has(chainId));
}

/** What goes with each directory: it counts once, and only when every record that points to it goes. */
function cacheDirectories(records: readonly BuildCacheReport[]): ReadonlyMap<string, number | null> {
  const directories = new Map<string, number | null>();
  for (const { path, reclaimableBytes } of records) {
    if (path === null) continue;
    const known = directories.get(path);
    const least = known === undefined ? reclaimableBytes : Math.min(known ?? 0, reclaimableBytes ?? 0);
    directories.set(path, least);
  }
  return directories;
}
