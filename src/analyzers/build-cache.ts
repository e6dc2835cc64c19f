import type { BuildCacheRecord } from '../model/build-cache.js';
import { addBytes } from '../model/usage.js';
import type { BuildCacheReport } from '../report/types.js';
import { contentPath, type HostView, layerPaths, linkOf } from './host-view.js';
import type { LayerGraph } from './layer-graph.js';
import { figures, provenanceOf } from './provenance.js';

/** Where a record's data lies and who else needs it. */
interface CachePlace {
  readonly content: string | null;
  readonly metadata: readonly string[];
  /** An image or a container holds it too. */
  readonly shared: boolean;
  /** A layer that is in use by a build stands on it. */
  readonly building: boolean;
}

const NOWHERE: CachePlace = { content: null, metadata: [], shared: false, building: false };

/** Reports on every build cache record that disk or engine know. */
export function reportBuildCache(view: HostView): BuildCacheReport[] {
  const told = new Map((view.engine?.buildCache ?? []).map((record) => [record.id, record]));
  const records = view.root?.records.buildCache ?? view.engine?.buildCache ?? [];
  const inUse = usageOfRecords(view, records, told);
  const places = new CachePlaces(view, records, inUse);
  return records.map((record) => {
    const place = places.of(record);
    const usage = place.content === null || !view.measured ? null : view.usage.at(place.content);
    const used = inUse.get(record.id) ?? null;
    const free = used === false && !place.shared && !place.building;
    const engineSizeBytes = told.get(record.id)?.engineSizeBytes ?? record.engineSizeBytes;
    return {
      id: record.id,
      type: record.type,
      description: record.description,
      createdAt: record.createdAt,
      lastUsedAt: record.lastUsedAt,
      usageCount: record.usageCount,
      parents: [...record.parents],
      inUse: used,
      shared: place.shared,
      chainId: record.chainId,
      path: place.content === null ? null : `${view.root?.path ?? ''}/${place.content}`,
      ...figures(usage),
      apparentBytes: usage?.apparentBytes ?? (view.measured ? null : engineSizeBytes),
      reclaimableBytes:
        usage === null
          ? null
          : free
            ? addBytes(usage.allocatedBytes, view.usage.allocated(place.metadata))
            : 0,
      engineSizeBytes,
      ...provenanceOf(view, usage, {
        fromEngine: !view.measured && engineSizeBytes !== null,
        otherwise: place.content === null ? 'the record has no data of its own in the storage driver' : null,
      }),
    };
  });
}

/** Which records are in use, by id: those that the engine or a running build says, and all that these stand on. */
function usageOfRecords(
  view: HostView,
  records: readonly BuildCacheRecord[],
  told: ReadonlyMap<string, BuildCacheRecord>,
): ReadonlyMap<string, boolean | null> {
  const building = new Set(view.graphs.flatMap(({ store }) => store.mounts.map((mount) => mount.name)));
  const byId = new Map(records.map((record) => [record.id, record]));
  const usage = new Map(
    records.map((record) => [
      record.id,
      told.get(record.id)?.inUse ?? record.inUse ?? (view.root === null ? null : building.has(record.id)),
    ]),
  );
  const pending = records.filter((record) => usage.get(record.id) === true);
  for (let record = pending.pop(); record !== undefined; record = pending.pop()) {
    for (const id of record.parents) {
      const parent = byId.get(id);
      if (parent === undefined || usage.get(id) === true) continue;
      usage.set(id, true);
      pending.push(parent);
    }
  }
  return usage;
}

interface GraphHolders {
  readonly graph: LayerGraph;
  readonly held: ReadonlySet<string>;
  readonly building: ReadonlySet<string>;
}

/** Finds the data of records in the stores of the root. */
class CachePlaces {
  readonly #view: HostView;
  readonly #graphs: readonly GraphHolders[];

  constructor(
    view: HostView,
    records: readonly BuildCacheRecord[],
    inUse: ReadonlyMap<string, boolean | null>,
  ) {
    const used = records.filter((record) => inUse.get(record.id) !== false).map((record) => record.chainId);
    this.#view = view;
    this.#graphs = view.graphs.map((graph) => {
      const held = graph.layersOfMounts();
      for (const chain of graph.imageCounts.keys()) held.add(chain);
      return { graph, held, building: graph.closure(used) };
    });
  }

  of(record: BuildCacheRecord): CachePlace {
    const { chainId, cacheId } = record;
    for (const { graph, held, building } of this.#graphs) {
      const layer = chainId === null ? undefined : graph.layers.get(chainId);
      if (layer === undefined) continue;
      const { content, metadata } = layerPaths(graph.store, layer);
      const { chainId: id } = layer;
      return { content, metadata, shared: held.has(id), building: building.has(id) };
    }
    const stores = this.#graphs.map(({ graph }) => graph.store);
    // The record does not say in which driver's directory; only one of them has it.
    const met = stores.find((store) => this.#view.usage.at(contentPath(store, cacheId) ?? '') !== null);
    const store = cacheId === null ? undefined : (met ?? stores[0]);
    if (store === undefined) return NOWHERE;
    return { ...NOWHERE, content: contentPath(store, cacheId), metadata: linkOf(store, cacheId) };
  }
}
