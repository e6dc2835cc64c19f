import type { ImageRecord } from '../../model/image.js';
import type { LayerGraph } from '../store/layer-graph.js';

/** What removing a set of images takes with it. */
export interface ImageRemoval {
  /** The images themselves and the intermediate ones that go with them. */
  readonly images: ReadonlySet<string>;
  /** Keys of the layers and blobs that nothing holds any more. */
  readonly parts: ReadonlySet<string>;
}

/** What keeps images and layers from being removed. */
export interface Holders {
  /** Ids of images that a container uses. */
  readonly usedImages: ReadonlySet<string>;
  /** Parts held by writable layers, by other clients and, unless it is emptied as well, by the build cache. */
  readonly heldParts: ReadonlySet<string>;
}

/** Whether images are named one by one, or all unused ones are pruned. */
export type RemovalKind = 'named' | 'prune';

/**
 * What goes when the engine removes `ids`: each image without container and without remaining child, then its
 * untagged parents that are left without child and container (moby, daemon/images/image_delete.go,
 * `imageDeleteHelper`), then every layer and blob that no remaining image, writable layer or cache record holds.
 * In containerd's store, children keep a parent only where it has a name of its own and is not pruned: else it goes
 * before them (moby, daemon/containerd/image_delete.go and image_prune.go).
 *
 * Only what goes is looked at, never the whole store: it is asked once for every image.
 */
export function removeImages(
  graph: LayerGraph,
  ids: Iterable<string>,
  holders: Holders,
  kind: RemovalKind = 'named',
): ImageRemoval {
  const wanted = new Set(ids);
  const removed = new Set<string>();
  const childrenGone = new Map<string, number>();
  const ofContainerd = graph.store.imageStore === 'containerd';
  const removable = ({ id, references }: ImageRecord): boolean =>
    !holders.usedImages.has(id) &&
    (wanted.has(id) || references.length === 0) &&
    (graph.childCounts.get(id) === childrenGone.get(id) ||
      (ofContainerd && (kind === 'prune' || references.length === 0)));
  const parentOf = ({ parentId }: ImageRecord): ImageRecord | undefined =>
    parentId === null ? undefined : graph.images.get(parentId);
  for (const id of wanted) {
    let image = graph.images.get(id);
    // Kept by its children, it only loses its name there, and its parents without one go all the same.
    const losesName = image !== undefined && ofContainerd && !holders.usedImages.has(id) && !removable(image);
    if (losesName && image !== undefined) image = parentOf(image);
    // Up from each leaf: a parent becomes removable when its last child has gone.
    while (image !== undefined && !removed.has(image.id) && removable(image)) {
      removed.add(image.id);
      const { parentId } = image;
      if (parentId !== null) increment(childrenGone, parentId);
      image = parentOf(image);
    }
  }
  return { images: removed, parts: partsLeft(graph, removed, holders.heldParts) };
}

/** The layers and blobs that only removed images held. */
function partsLeft(
  graph: LayerGraph,
  removed: ReadonlySet<string>,
  heldParts: ReadonlySet<string>,
): Set<string> {
  const holdersGone = new Map<string, number>();
  for (const id of removed) for (const part of graph.keptParts.get(id) ?? []) increment(holdersGone, part);
  const parts = new Set<string>();
  for (const [part, gone] of holdersGone) {
    if (gone === graph.keeperCounts.get(part) && !heldParts.has(part)) parts.add(part);
  }
  return parts;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
