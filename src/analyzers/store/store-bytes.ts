import type { RootView } from '../root-view.js';
import type { LayerGraph } from './layer-graph.js';

/**
 * Allocated bytes of everything that belongs to an image store: layers, blobs, writable layers, and their records;
 * build cache with directories of its own aside. `null` where they were not measured.
 */
export function storeBytes(root: RootView, { store }: LayerGraph): number | null {
  if (!root.measured || store.unmeasuredReason !== null) return null;
  const paths = new Set<string | null>();
  for (const { content, metadata } of [...store.layers.values(), ...store.blobs.values()]) {
    for (const path of [content, ...metadata]) paths.add(path);
  }
  for (const { writable, init, metadata } of store.mounts) {
    for (const path of [writable, init, ...metadata]) paths.add(path);
  }
  for (const { metadata } of store.images.values()) for (const path of metadata) paths.add(path);
  return root.usage.met([...paths].filter((path) => path !== null)).allocatedBytes;
}
