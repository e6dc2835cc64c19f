import { addBytes } from '../model/usage.js';
import { type HostView, imagePaths, layerPaths } from './host-view.js';
import type { ImageRemoval } from './image-removal.js';
import type { LayerGraph } from './layer-graph.js';

/** Allocated bytes: directories of layers, and records with short links. */
export interface RemovalBytes {
  readonly content: number;
  readonly metadata: number;
  readonly total: number;
}

/** What goes with a removal of images, as far as it was measured. */
export function removalBytes(view: HostView, graph: LayerGraph, removal: ImageRemoval): RemovalBytes {
  let content = 0;
  let metadata = 0;
  for (const id of removal.layers) {
    const layer = graph.layers.get(id);
    if (layer === undefined) continue;
    const paths = layerPaths(graph.store, layer);
    if (paths.content !== null) content = addBytes(content, view.usage.allocated([paths.content]));
    metadata = addBytes(metadata, view.usage.allocated(paths.metadata));
  }
  for (const id of removal.images) {
    metadata = addBytes(metadata, view.usage.allocated(imagePaths(graph.store, id)));
  }
  return { content, metadata, total: addBytes(content, metadata) };
}
