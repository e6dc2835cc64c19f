import { chainIds } from '../model/digest.js';
import type { ImageRecord } from '../model/image.js';
import type { ImageReport } from '../report/types.js';
import type { HostView } from './host-view.js';
import { provenanceOf } from './provenance.js';

/** The part of an image's report that needs no measuring. */
export function describeImage(image: ImageRecord, storageDriver: string | null) {
  return {
    id: image.id,
    references: [...image.references],
    imageStore: 'graphdriver' as const,
    storageDriver,
    platform: image.platform,
    createdAt: image.createdAt,
    taggedAt: image.taggedAt,
    parentId: image.parentId,
    labels: { ...image.labels },
  };
}

/** Ids of the containers made from each image, by image id. */
export function containersByImage(view: HostView): Map<string, string[]> {
  const byImage = new Map<string, string[]>();
  for (const { record } of view.containers) {
    if (record.imageId === null) continue;
    const known = byImage.get(record.imageId) ?? [];
    known.push(record.id);
    byImage.set(record.imageId, known);
  }
  return byImage;
}

/** Images as the engine tells them, where the disk cannot be read: apparent sizes only. */
export function reportEngineImages(view: HostView): ImageReport[] {
  const images = view.engine?.images ?? [];
  const containers = containersByImage(view);
  const parents = new Set(images.flatMap((image) => image.parentId ?? []));
  return images.map((image) => {
    const dangling = image.references.length === 0;
    const { engineSizeBytes: size, engineSharedBytes: shared } = image;
    return {
      ...describeImage(image, view.engine?.facts.storageDriver ?? null),
      imageStore: view.engine?.facts.imageStore ?? 'graphdriver',
      dangling,
      intermediate: dangling && parents.has(image.id),
      containers: containers.get(image.id) ?? [],
      layers: chainIds(image.diffIds),
      totalBytes: null,
      sharedBytes: null,
      uniqueBytes: null,
      apparentTotalBytes: size,
      apparentSharedBytes: shared,
      apparentUniqueBytes: size === null || shared === null ? null : Math.max(0, size - shared),
      inodes: null,
      metadataBytes: null,
      reclaimableBytes: null,
      engineSizeBytes: size,
      ...provenanceOf(view, null, {
        fromEngine: size !== null,
        otherwise: 'images of containerd’s image store are not taken apart by this version',
      }),
    };
  });
}
