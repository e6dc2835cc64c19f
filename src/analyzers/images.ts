import type { ImageRecord } from '../model/image.js';
import type { ImageReport } from '../report/types.js';
import { imagePaths, type HostView, layerPaths } from './host-view.js';
import { removeImages } from './image-removal.js';
import type { LayerGraph } from './layer-graph.js';
import { engineImages } from './merge-records.js';
import { containersByImage, describeImage, reportEngineImages } from './engine-images.js';
import { provenanceOf } from './provenance.js';
import { removalBytes } from './removal-bytes.js';

/** Reports on every image of every graph-driver store. */
export function reportImages(view: HostView): ImageReport[] {
  if (view.graphs.length === 0) return reportEngineImages(view);
  const containers = containersByImage(view);
  const told = engineImages(view.engine);
  return view.graphs.flatMap((graph) => {
    const references = graph.countReferences();
    const held = view.heldLayers(graph, true);
    return [...graph.images.values()].map((image) =>
      reportImage(view, graph, image, references, held, containers.get(image.id) ?? [], told.get(image.id)),
    );
  });
}

function reportImage(
  view: HostView,
  graph: LayerGraph,
  image: ImageRecord,
  references: ReadonlyMap<string, number>,
  held: ReadonlySet<string>,
  containers: readonly string[],
  told: ImageRecord | undefined,
): ImageReport {
  const chain = graph.chains.get(image.id) ?? [];
  // An intermediate image is not counted itself: any listed holder makes its layers shared.
  const alone = graph.isIntermediate(image) ? 0 : 1;
  const isShared = (id: string): boolean => (references.get(id) ?? 0) > alone;
  const total = contentUsage(view, graph, chain);
  const shared = contentUsage(view, graph, chain.filter(isShared));
  const unique = contentUsage(
    view,
    graph,
    chain.filter((id) => !isShared(id)),
  );
  const removal = removeImages(graph, [image.id], { usedImages: view.usedImages, heldLayers: held });
  const provenance = provenanceOf(view, total);
  return {
    ...describeImage(image, graph.store.driver),
    dangling: image.references.length === 0,
    intermediate: graph.isIntermediate(image),
    containers: [...containers],
    layers: [...chain],
    totalBytes: total?.allocatedBytes ?? null,
    sharedBytes: shared?.allocatedBytes ?? null,
    uniqueBytes: unique?.allocatedBytes ?? null,
    apparentTotalBytes: total?.apparentBytes ?? null,
    apparentSharedBytes: shared?.apparentBytes ?? null,
    apparentUniqueBytes: unique?.apparentBytes ?? null,
    inodes: total?.inodes ?? null,
    metadataBytes: view.measured
      ? metadataBytes(
          view,
          graph,
          image.id,
          chain.filter((id) => !isShared(id)),
        )
      : null,
    reclaimableBytes: view.measured && view.containersKnown ? removalBytes(view, graph, removal).total : null,
    engineSizeBytes: told?.engineSizeBytes ?? null,
    ...provenance,
  };
}

/** Usage of the directories of layers; `null` when one was not measured. */
function contentUsage(view: HostView, graph: LayerGraph, chain: readonly string[]) {
  if (!view.measured) return null;
  const paths: string[] = [];
  for (const id of new Set(chain)) {
    const layer = graph.layers.get(id);
    if (layer === undefined || layer.cacheId === null) return null;
    paths.push(...layerPaths(graph.store, layer).content);
  }
  return view.usage.sum(paths);
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
