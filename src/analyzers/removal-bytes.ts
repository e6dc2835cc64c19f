import { type HostView, imagePaths, layerPaths } from './host-view.js';
import type { ImageRemoval } from './image-removal.js';
import type { LayerGraph } from './layer-graph.js';

/** Allocated bytes that go with a removal of images: directories of layers, and records. */
export function removalBytes(
  view: HostView,
  graph: LayerGraph,
  removal: ImageRemoval,
): { content: number; metadata: number; total: number } {
  let content = 0;
  let metadata = 0;
  for (const id of removal.layers) {
    const layer = graph.layers.get(id);
    if (layer === undefined) continue;
    const paths = layerPaths(graph.store, layer);
    content += view.usage.allocated(paths.content);
    metadata += view.usage.allocated(paths.metadata);
  }
  for (const id of removal.images) metadata += view.usage.allocated(imagePaths(graph.store, id));
  return { content, metadata, total: content + metadata };
}
