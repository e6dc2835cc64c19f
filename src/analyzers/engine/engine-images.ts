import { chainIds } from '../../model/digest.js';
import type { ImageRecord } from '../../model/image.js';
import type { ImageReport } from '../../report/types.js';
import type { HostView } from '../host-view.js';
import { withProvenance } from '../figures/exact-sources.js';
import type { HostContainer } from '../merge-records.js';
import { provenanceOf } from '../figures/provenance.js';

/** The part of an image's report that needs no measuring. */
export function describeImage(image: ImageRecord) {
  return {
    id: image.id,
    references: [...image.references],
    platform: image.platform,
    createdAt: image.createdAt,
    taggedAt: image.taggedAt,
    parentId: image.parentId,
    labels: { ...image.labels },
  };
}

/** Ids of the containers made from each image, by image id. */
export function containersByImage(containers: readonly HostContainer[]): Map<string, string[]> {
  const byImage = new Map<string, string[]>();
  for (const { record } of containers) {
    if (record.imageId === null) continue;
    const known = byImage.get(record.imageId) ?? [];
    known.push(record.id);
    byImage.set(record.imageId, known);
  }
  return byImage;
}

/**
 * Images as the engine tells them, where its store cannot be read on the disk: apparent sizes only.
 * @param seen ids of the images that the disk shows.
 */
export function reportEngineImages(view: HostView, seen: ReadonlySet<string>): ImageReport[] {
  const images = (view.engine?.images ?? []).filter((image) => !seen.has(image.id));
  const containers = containersByImage(view.containers);
  const parents = new Set(images.flatMap((image) => image.parentId ?? []));
  return images.map((image) => {
    const dangling = image.references.length === 0;
    const { engineSizeBytes: size, engineSharedBytes: shared } = image;
    const report = {
      ...describeImage(image),
      root: null,
      hidden: null,
      imageStore: view.engine?.facts.imageStore ?? 'graphdriver',
      storageDriver: view.engine?.facts.storageDriver ?? null,
      dangling,
      intermediate: dangling && parents.has(image.id),
      containers: containers.get(image.id) ?? [],
      layers: chainIds(image.diffIds),
      manifests: [],
      totalBytes: null,
      sharedBytes: null,
      uniqueBytes: null,
      layerBytes: null,
      contentBytes: null,
      contentSharedBytes: null,
      contentUniqueBytes: null,
      apparentTotalBytes: size,
      apparentSharedBytes: shared,
      apparentUniqueBytes: size === null || shared === null ? null : Math.max(0, size - shared),
      inodes: null,
      metadataBytes: null,
      reclaimableBytes: null,
      engineSizeBytes: size,
    };
    const own = provenanceOf(view.primary, null, {
      fromEngine: size !== null,
      otherwise: 'its image store was not found on the disk',
    });
    return withProvenance(report, own, {
      apparentSharedBytes: { source: 'engine', reason: own.unmeasuredReason },
    });
  });
}
