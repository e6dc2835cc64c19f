import type { ImageRecord } from '../model/image.js';
import type { ImageReport } from '../report/types.js';
import { containersByImage, describeImage, reportEngineImages } from './engine-images.js';
import { imagePaths, type HostView, layerPaths, storeUnmeasuredReason } from './host-view.js';
import { removeImages } from './image-removal.js';
import type { LayerGraph } from './layer-graph.js';
import { engineImages } from './merge-records.js';
import { provenanceOf } from './provenance.js';
import { removalBytes } from './removal-bytes.js';
import { NOTHING, type SubtreeUsage, sumMet } from './usage-index.js';

/** Images of one store and what is counted once for all of them. */
interface ImageContext {
  readonly view: HostView;
  readonly graph: LayerGraph;
  /** How many listed images hold each layer. */
  readonly references: ReadonlyMap<string, number>;
  readonly held: ReadonlySet<string>;
  /** The directory of each layer; `null`: not measured. */
  readonly usage: ReadonlyMap<string, SubtreeUsage | null>;
}

/** Reports on every image of every graph-driver store, and on those that only the engine shows. */
export function reportImages(view: HostView): ImageReport[] {
  const containers = containersByImage(view);
  const told = engineImages(view.engine);
  const onDisk = view.graphs.flatMap((graph) => {
    const usage = usageOfLayers(view, graph);
    const context = { view, graph, usage, references: graph.countReferences(), held: view.heldLayers(graph) };
    return [...graph.images.values()].map((image) =>
      reportImage(context, image, containers.get(image.id) ?? [], told.get(image.id)),
    );
  });
  if (view.graphs.length > 0 && !view.usesContainerdStore) return onDisk;
  // The stores on the disk are those of an earlier configuration: the engine's images are elsewhere.
  return [...onDisk, ...reportEngineImages(view)];
}

function reportImage(
  context: ImageContext,
  image: ImageRecord,
  containers: readonly string[],
  told: ImageRecord | undefined,
): ImageReport {
  const { view, graph, references } = context;
  const chain = graph.chains.get(image.id) ?? [];
  const intermediate = graph.isIntermediate(image);
  // An intermediate image is not counted itself: any listed holder makes its layers shared.
  const alone = intermediate ? 0 : 1;
  const isShared = (id: string): boolean => (references.get(id) ?? 0) > alone;
  const own = chain.filter((id) => !isShared(id));
  const total = contentUsage(context, chain);
  const shared = contentUsage(context, chain.filter(isShared));
  const unique = contentUsage(context, own);
  const reclaimableBytes = reclaimable(context, image);
  const otherwise =
    storeUnmeasuredReason(graph.store) ?? (reclaimableBytes === null ? view.unpromisable : null);
  return {
    ...describeImage(image, graph.store.driver),
    dangling: image.references.length === 0,
    intermediate,
    containers: [...containers],
    layers: [...chain],
    totalBytes: total?.allocatedBytes ?? null,
    sharedBytes: shared?.allocatedBytes ?? null,
    uniqueBytes: unique?.allocatedBytes ?? null,
    apparentTotalBytes: total?.apparentBytes ?? null,
    apparentSharedBytes: shared?.apparentBytes ?? null,
    apparentUniqueBytes: unique?.apparentBytes ?? null,
    inodes: total?.inodes ?? null,
    metadataBytes: view.measured ? metadataBytes(view, graph, image.id, own) : null,
    reclaimableBytes,
    engineSizeBytes: told?.engineSizeBytes ?? null,
    ...provenanceOf(view, total, { otherwise }),
  };
}

/** What removing the image alone frees; `null` where that cannot be told. */
function reclaimable({ view, graph, held }: ImageContext, image: ImageRecord): number | null {
  if (!view.measured || storeUnmeasuredReason(graph.store) !== null) return null;
  const removal = removeImages(graph, [image.id], { usedImages: view.usedImages, heldLayers: held });
  if (removal.images.size === 0) return 0;
  return view.unpromisable !== null ? null : removalBytes(view, graph, removal).total;
}

function usageOfLayers(view: HostView, graph: LayerGraph): Map<string, SubtreeUsage | null> {
  return new Map(
    [...graph.layers.values()].map((layer) => {
      const path = layerPaths(graph.store, layer).content;
      return [layer.chainId, path === null || !view.measured ? null : view.usage.at(path)];
    }),
  );
}

/** Usage of the directories of layers; `null` when one was not measured. */
function contentUsage({ view, usage }: ImageContext, chain: readonly string[]): SubtreeUsage | null {
  if (!view.measured) return null;
  const layers = chain.map((id) => usage.get(id) ?? null);
  return layers.includes(null) ? null : (sumMet(layers) ?? NOTHING);
}

function metadataBytes(
  view: HostView,
  graph: LayerGraph,
  imageId: string,
  layers: readonly string[],
): number {
  const records = layers.flatMap((id) => {
    const layer = graph.layers.get(id);
    return layer === undefined ? [] : layerPaths(graph.store, layer).metadata;
  });
  return view.usage.allocated([...imagePaths(graph.store, imageId), ...records]);
}
