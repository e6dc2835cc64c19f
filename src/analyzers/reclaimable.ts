import type { Category } from '../model/category.js';
import type { BuildCacheReport, ContainerReport, VolumeReport } from '../report/types.js';
import { type HostView, isRunning } from './host-view.js';
import { removeImages } from './image-removal.js';
import { removalBytes } from './removal-bytes.js';

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
 * and leftovers. Layers that unused images share with the build cache go only when both do: they are in no
 * category's figure, but in the total.
 */
export function computeReclaimable(view: HostView, records: ReclaimableRecords): Reclaimable {
  const known = view.containersKnown;
  const images = imageBytes(view, true);
  const together = imageBytes(view, false);
  const stopped = records.containers.filter((container) => !isRunning(container.status));
  const writable = sum(
    stopped.map((container) => addKnown(container.writableLayerBytes, container.initLayerBytes)),
  );
  const logs = sum(stopped.map((container) => container.logBytes));
  const metadata = sum(stopped.map((container) => container.metadataBytes));
  const volumes = sum(records.volumes.map((volume) => volume.reclaimableBytes));
  const cache = cacheBytes(records.buildCache);
  const byCategory = new Map<Category, number | null>([
    ['image-layers', images?.content ?? null],
    ['writable-layers', known ? writable : null],
    ['container-logs', known ? logs : null],
    ['container-metadata', known ? metadata : null],
    ['volumes', volumes],
    ['build-cache', cache.all],
    ['image-metadata', images?.metadata ?? null],
    ['engine-state', 0],
    ['leftovers', records.leftoverBytes],
  ]);
  const total =
    together === null
      ? null
      : together.total + writable + logs + metadata + volumes + cache.ownDirectories + records.leftoverBytes;
  return { byCategory, total };
}

/** An unmeasured part is left out: the sum stays a promise that can be kept. */
function sum(parts: readonly (number | null)[]): number {
  return parts.reduce<number>((total, part) => total + (part ?? 0), 0);
}

function addKnown(left: number | null, right: number | null): number | null {
  return left === null ? right : left + (right ?? 0);
}

/**
 * Bytes that go with every unused image. With the build cache kept, the layers it holds stay; without, they go as
 * well, also those that no image holds.
 */
function imageBytes(
  view: HostView,
  keepBuildCache: boolean,
): { content: number; metadata: number; total: number } | null {
  const holdings = view.root?.records.buildCacheHoldings ?? null;
  if (holdings === null || !view.containersKnown) return null;
  let content = 0;
  let metadata = 0;
  for (const graph of view.graphs) {
    const heldLayers = view.heldLayers(graph, keepBuildCache);
    const removal = removeImages(graph, graph.images.keys(), { usedImages: view.usedImages, heldLayers });
    const layers = new Set(removal.layers);
    if (!keepBuildCache) {
      const kept = graph.layersOfImages([...graph.images.keys()].filter((id) => !removal.images.has(id)));
      for (const chain of graph.layersOfBuildCache(holdings)) {
        if (!kept.has(chain) && !heldLayers.has(chain)) layers.add(chain);
      }
    }
    const bytes = removalBytes(view, graph, { images: removal.images, layers });
    content += bytes.content;
    metadata += bytes.metadata;
  }
  return { content, metadata, total: content + metadata };
}

/** Each directory counts once, however many records point to it. */
function cacheBytes(records: readonly BuildCacheReport[]): { all: number; ownDirectories: number } {
  const seen = new Set<string>();
  let all = 0;
  let ownDirectories = 0;
  for (const record of records) {
    if (record.path === null || seen.has(record.path)) continue;
    seen.add(record.path);
    all += record.reclaimableBytes ?? 0;
    if (record.chainId === null) ownDirectories += record.reclaimableBytes ?? 0;
  }
  return { all, ownDirectories };
}
