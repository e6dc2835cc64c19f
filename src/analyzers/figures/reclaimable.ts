import type { Category } from '../../model/category.js';
import { addBytes } from '../../model/usage.js';
import type { BuildCacheReport, ContainerReport, VolumeReport } from '../../report/types.js';
import { type HostView, isRunning } from '../host-view.js';
import { type ImageRemoval, removeImages } from './image-removal.js';
import { taggedName } from '../store/containerd-images.js';
import { addRemovals, NOTHING_REMOVED, type RemovalBytes, removalBytes } from './removal-bytes.js';
import type { RootView } from '../root-view.js';
import type { LayerGraph } from '../store/layer-graph.js';

/** What a root loses, in allocated bytes; `null` where that cannot be promised. */
export interface Reclaimable {
  /** When the unused objects of one category alone are removed. */
  readonly byCategory: ReadonlyMap<Category, number | null>;
  /** When those of all categories are removed together. */
  readonly total: number | null;
}

/** The records that reclaimable space is computed from: those of the whole host. */
export interface ReclaimableRecords {
  readonly containers: readonly ContainerReport[];
  readonly volumes: readonly VolumeReport[];
  readonly buildCache: readonly BuildCacheReport[];
}

/** What is counted as leftovers. */
export interface ReclaimableLeftovers {
  /** Of the root. */
  readonly bytes: number;
  /** Containers of any root that are leftovers themselves: what they take is in there. */
  readonly containers: ReadonlySet<string>;
}

/**
 * What a root loses when the engine removes unused images, stopped containers with their logs, volumes without
 * container and idle build cache, and somebody the leftovers. Layers that unused images, stopped containers or the
 * build cache hold together go only when all their holders do: they are in no category's figure, but in the total.
 * What the engine does not show it cannot remove: that is in neither.
 */
export function computeReclaimable(
  view: HostView,
  root: RootView,
  records: ReclaimableRecords,
  leftovers: ReclaimableLeftovers,
): Reclaimable {
  const { bytes: leftoverBytes, containers: halfRemoved } = leftovers;
  const stopped = records.containers.filter(
    (container) =>
      !isRunning(container.status) && container.hidden === null && !halfRemoved.has(container.id),
  );
  const ofRoot = stopped.filter((container) => container.root === root.path);
  const inRoot = stopped.filter(({ writableLayerPath: path }) => path !== null && view.rootAt(path) === root);
  // A container whose writable layer was not found, or lies in a pool outside the root, has no figure here, and is
  // no reason to show 0.
  const lost = ofRoot.filter((container) => container.writableLayerPath === null);
  const writable = sum(
    [...inRoot, ...lost].map((container) =>
      container.writableLayerPath === null
        ? null
        : addKnown(container.writableLayerBytes, container.initLayerBytes),
    ),
  );
  const logs = sum(ofRoot.map((container) => container.logBytes));
  const metadata = sum(ofRoot.map((container) => container.metadataBytes));
  const volumes = sum(
    records.volumes.filter((volume) => volume.root === root.path).map((volume) => volume.reclaimableBytes),
  );
  const cacheRecords = records.buildCache.filter((record) =>
    record.path === null ? record.root === root.path : view.rootAt(record.path) === root,
  );
  const cache = sum([...cacheDirectories(cacheRecords).values()]);
  const graphs = root.graphs.filter(
    ({ store }) => view.activity.hidden(root, store.imageStore, store.driver) === null,
  );
  const images = sumRemovals(root, graphs, (graph) => unusedImages(view, root, graph, view.heldParts(graph)));
  const together = sumRemovals(root, graphs, (graph) =>
    removeTogether(view, root, graph, cacheRecords, stopped),
  );
  const ownDirectories = cacheRecords.filter((record) => !isLayer(graphs, record));
  const known = view.containersKnown && root.graphs.every((graph) => view.unpromisable(graph) === null);
  const cacheKnown = root.inventory.records.buildCache !== null;
  const byCategory = new Map<Category, number | null>([
    ['image-layers', known ? images.layers : null],
    [
      'image-content',
      known || root.graphs.every(({ store }) => store.blobs.size === 0) ? images.blobs : null,
    ],
    ['writable-layers', view.containersKnown ? writable : null],
    ['container-logs', view.containersKnown ? logs : null],
    ['container-metadata', view.containersKnown ? metadata : null],
    ['volumes', volumes],
    ['build-cache', cacheKnown ? cache : null],
    ['image-metadata', known ? images.metadata : null],
    ['engine-state', 0],
    ['other-namespaces', 0],
    ['leftovers', leftoverBytes],
  ]);
  const parts = [writable, logs, metadata, volumes, ...cacheDirectories(ownDirectories).values()];
  const total = [together.total, leftoverBytes, sum(parts) ?? 0].reduce(addBytes, 0);
  return { byCategory, total: known && holdingsKnown(root) ? total : null };
}

/** BuildKit's databases, without which no store of the root can promise anything. */
function holdingsKnown({ inventory }: RootView): boolean {
  return inventory.kind !== 'data-root' || inventory.records.buildCacheHoldings !== null;
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

function sumRemovals(
  root: RootView,
  graphs: readonly LayerGraph[],
  removalOf: (graph: LayerGraph) => ImageRemoval,
): RemovalBytes {
  return graphs
    .map((graph) => removalBytes(root, graph, removalOf(graph)))
    .reduce(addRemovals, NOTHING_REMOVED);
}

/** What pruning all unused images takes. */
function unusedImages(
  view: HostView,
  root: RootView,
  graph: LayerGraph,
  heldParts: ReadonlySet<string>,
): ImageRemoval {
  const holders = { usedImages: view.usedImages(root), heldParts };
  return removeImages(graph, prunable(view, root, graph), holders, 'prune');
}

/**
 * Ids of the images that pruning may take. In containerd's store an image stays when it has the name that a container
 * was created with, though the container has an earlier one (moby, daemon/containerd/image_prune.go).
 */
function prunable(view: HostView, root: RootView, graph: LayerGraph): Iterable<string> {
  if (graph.store.imageStore !== 'containerd') return graph.images.keys();
  const containers = view.containersOn(root);
  const names = new Set(containers.flatMap(({ record }) => record.imageReference ?? []).map(taggedName));
  const images = [...graph.images.values()];
  return images.filter(({ references }) => !references.some((name) => names.has(name))).map(({ id }) => id);
}

/** Every unused image, stopped container and idle cache record at once: parts go with the last of their holders. */
function removeTogether(
  view: HostView,
  root: RootView,
  graph: LayerGraph,
  buildCache: readonly BuildCacheReport[],
  stopped: readonly ContainerReport[],
): ImageRemoval {
  const idle = buildCache.filter((record) => record.inUse === false);
  const going = new Set([
    ...stopped.map((container) => container.id),
    // A record that can still be changed has an active snapshot of its own in containerd.
    ...idle.flatMap((record) => record.snapshotKey ?? []),
  ]);
  const kept = graph.layersOfMounts((mount) => !going.has(mount.name));
  for (const part of graph.partsOf(graph.store.others)) kept.add(part);
  const inUse = buildCache.filter((record) => record.inUse !== false);
  for (const layer of graph.closure(inUse.map(layerIdOf))) kept.add(layer);
  const removal = unusedImages(view, root, graph, kept);
  const parts = new Set(removal.parts);
  for (const id of graph.images.keys()) {
    if (!removal.images.has(id)) for (const part of graph.keptParts.get(id) ?? []) kept.add(part);
  }
  const released = [
    graph.layersOfMounts(),
    graph.partsOf(graph.store.buildCache),
    graph.closure(buildCache.map(layerIdOf)),
  ];
  for (const held of released) for (const part of held) if (!kept.has(part)) parts.add(part);
  return { images: removal.images, parts };
}

/** Id of the layer that has the record's data, in whichever store. */
function layerIdOf(record: BuildCacheReport): string | null {
  return record.snapshotKey ?? record.chainId;
}

function isLayer(graphs: readonly LayerGraph[], record: BuildCacheReport): boolean {
  const id = layerIdOf(record);
  return id !== null && graphs.some((graph) => graph.layers.has(id));
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
