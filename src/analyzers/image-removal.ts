import type { ImageRecord } from '../model/image.js';
import type { LayerGraph } from './layer-graph.js';

/** What removing a set of images takes with it. */
export interface ImageRemoval {
  /** The images themselves and the intermediate ones that go with them. */
  readonly images: ReadonlySet<string>;
  /** Chain ids of the layers that nothing holds any more. */
  readonly layers: ReadonlySet<string>;
}

/** What keeps images and layers from being removed. */
export interface Holders {
  /** Ids of images that a container uses. */
  readonly usedImages: ReadonlySet<string>;
  /** Layers held by writable layers and, unless it is emptied as well, by the build cache. */
  readonly heldLayers: ReadonlySet<string>;
}

/**
 * What goes when the engine removes `ids`: each image without container and without remaining child, then its
 * untagged parents that are left without child and container (moby, daemon/images/image_delete.go,
 * `imageDeleteHelper`), then every layer that no remaining image, writable layer or cache record holds.
 */
export function removeImages(graph: LayerGraph, ids: Iterable<string>, holders: Holders): ImageRemoval {
  const wanted = new Set(ids);
  const children = countChildren(graph);
  const removed = new Set<string>();
  const removable = (image: ImageRecord): boolean =>
    !holders.usedImages.has(image.id) &&
    (children.get(image.id) ?? 0) === 0 &&
    (wanted.has(image.id) || image.references.length === 0);
  for (const id of wanted) {
    let image = graph.images.get(id);
    // Up from each leaf: a parent becomes removable when its last child has gone.
    while (image !== undefined && !removed.has(image.id) && removable(image)) {
      removed.add(image.id);
      const parent: ImageRecord | undefined =
        image.parentId === null ? undefined : graph.images.get(image.parentId);
      if (parent !== undefined) children.set(parent.id, (children.get(parent.id) ?? 0) - 1);
      image = parent;
    }
  }
  const remaining = [...graph.images.keys()].filter((id) => !removed.has(id));
  const kept = graph.layersOfImages(remaining);
  const layers = new Set<string>();
  for (const chain of graph.layersOfImages(removed)) {
    if (!kept.has(chain) && !holders.heldLayers.has(chain)) layers.add(chain);
  }
  return { images: removed, layers };
}

function countChildren(graph: LayerGraph): Map<string, number> {
  const children = new Map<string, number>();
  for (const image of graph.images.values()) {
    if (image.parentId !== null) children.set(image.parentId, (children.get(image.parentId) ?? 0) + 1);
  }
  return children;
}
