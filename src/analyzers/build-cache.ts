import type { BuildCacheRecord } from '../model/build-cache.js';
import { layerDirectory } from '../model/data-root-layout.js';
import type { BuildCacheReport } from '../report/types.js';
import { type HostView, layerPaths, linkOf } from './host-view.js';
import type { LayerGraph } from './layer-graph.js';
import { figures, provenanceOf } from './provenance.js';

/** Where a record's data lies and whether an image or container holds it too. */
interface CachePlace {
  readonly content: readonly string[];
  readonly metadata: readonly string[];
  readonly shared: boolean;
}

const NOWHERE: CachePlace = { content: [], metadata: [], shared: false };

/** Reports on every build cache record that disk or engine know. */
export function reportBuildCache(view: HostView): BuildCacheReport[] {
  const told = new Map((view.engine?.buildCache ?? []).map((record) => [record.id, record]));
  const records = view.root?.records.buildCache ?? view.engine?.buildCache ?? [];
  const graphs = view.graphs.map((graph) => ({ graph, held: heldElsewhere(graph) }));
  const building = new Set(view.graphs.flatMap(({ store }) => store.mounts.map((mount) => mount.name)));
  return records.map((record) => {
    const place = placeOf(graphs, record);
    const usage = place.content.length === 0 || !view.measured ? null : view.usage.sum(place.content);
    const fromEngine = told.get(record.id);
    const inUse = fromEngine?.inUse ?? record.inUse ?? (view.root === null ? null : building.has(record.id));
    const free = inUse === false && !place.shared;
    const engineSizeBytes = fromEngine?.engineSizeBytes ?? record.engineSizeBytes;
    return {
      id: record.id,
      type: record.type,
      description: record.description,
      createdAt: record.createdAt,
      lastUsedAt: record.lastUsedAt,
      usageCount: record.usageCount,
      parents: [...record.parents],
      inUse,
      shared: place.shared,
      chainId: record.chainId,
      path: place.content[0] === undefined ? null : `${view.root?.path ?? ''}/${place.content[0]}`,
      ...figures(usage),
      reclaimableBytes:
        usage === null ? null : free ? usage.allocatedBytes + view.usage.allocated(place.metadata) : 0,
      engineSizeBytes,
      ...(place.content.length === 0 && view.measured
        ? {
            source: 'unmeasured' as const,
            unmeasuredReason: 'the record has no data of its own in the storage driver',
          }
        : provenanceOf(view, usage, engineSizeBytes !== null)),
    };
  });
}

/** Layers held by images or writable layers: emptying the build cache does not free them. */
function heldElsewhere(graph: LayerGraph): ReadonlySet<string> {
  const held = graph.layersOfImages(graph.images.keys());
  for (const chain of graph.layersOfMounts()) held.add(chain);
  return held;
}

function placeOf(
  graphs: readonly { readonly graph: LayerGraph; readonly held: ReadonlySet<string> }[],
  record: BuildCacheRecord,
): CachePlace {
  for (const { graph, held } of graphs) {
    const { store } = graph;
    const layer = record.chainId === null ? undefined : graph.layers.get(record.chainId);
    if (layer !== undefined) return { ...layerPaths(store, layer), shared: held.has(layer.chainId) };
    if (record.cacheId !== null) {
      const content = [layerDirectory(store.driver, record.cacheId)];
      return { content, metadata: linkOf(store, record.cacheId), shared: false };
    }
  }
  return NOWHERE;
}
