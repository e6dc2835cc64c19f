import { addBytes } from '../../model/usage.js';
import type { ImageRemoval } from './image-removal.js';
import type { RootView } from '../root-view.js';
import type { LayerGraph } from '../store/layer-graph.js';
import { placeOf } from '../store/layer-store.js';

/** Allocated bytes that a removal of images gives back. */
export interface RemovalBytes {
  /** Directories of layers. */
  readonly layers: number;
  /** Blobs of the content store. */
  readonly blobs: number;
  /** Records and short links. */
  readonly metadata: number;
  readonly total: number;
}

export const NOTHING_REMOVED: RemovalBytes = { layers: 0, blobs: 0, metadata: 0, total: 0 };

/** What goes with a removal of images, as far as it was measured. */
export function removalBytes(root: RootView, graph: LayerGraph, removal: ImageRemoval): RemovalBytes {
  const layers: string[] = [];
  const blobs: string[] = [];
  const metadata: string[] = [];
  for (const part of removal.parts) {
    const place = placeOf(graph.store, part);
    if (place === undefined) continue;
    if (place.content !== null) (graph.layers.has(part) ? layers : blobs).push(place.content);
    metadata.push(...place.metadata);
  }
  for (const id of removal.images) metadata.push(...(graph.store.images.get(id)?.metadata ?? []));
  const bytes = {
    layers: root.usage.freed(layers),
    blobs: root.usage.freed(blobs),
    metadata: root.usage.freed(metadata),
  };
  return { ...bytes, total: [bytes.layers, bytes.blobs, bytes.metadata].reduce(addBytes, 0) };
}

/** Sum of removals in different stores. */
export function addRemovals(left: RemovalBytes, right: RemovalBytes): RemovalBytes {
  return {
    layers: addBytes(left.layers, right.layers),
    blobs: addBytes(left.blobs, right.blobs),
    metadata: addBytes(left.metadata, right.metadata),
    total: addBytes(left.total, right.total),
  };
}
