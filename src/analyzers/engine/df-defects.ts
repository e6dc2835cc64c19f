import type { ImageStore } from '../../model/engine.js';
import { inRange } from './version.js';

/** A figure of the engine's own `docker system df` that is known to be wrong, and in which versions. */
export interface DfDefect {
  readonly code: string;
  /** First version that has it; `null`: from the beginning. */
  readonly from: string | null;
  /** First version that no longer has it; `null`: not mended as far as known. */
  readonly before: string | null;
  /** The image store it concerns; `null`: both. */
  readonly imageStore: ImageStore | null;
  readonly message: string;
}

/** What is known to be wrong in `docker system df`, most misleading first. */
export const DF_DEFECTS: readonly DfDefect[] = [
  {
    code: 'df-reclaimable-inverted',
    from: '29.0.0',
    before: '29.4.0',
    imageStore: null,
    message:
      '`docker system df` of this version shows the reclaimable space of images inverted (moby#51778, mended in 29.4.0)',
  },
  {
    code: 'df-images-include-containers',
    from: '25.0.0',
    before: '29.6.0',
    imageStore: 'containerd',
    message:
      '`docker system df` of this version counts the snapshots of containers, builds and interrupted pulls as images (moby#52901, mended in 29.6.0)',
  },
  {
    code: 'df-shared-ignores-blobs',
    from: '25.0.0',
    before: '29.5.0',
    imageStore: 'containerd',
    message:
      'shared and unique sizes of this version leave out compressed blobs (moby#52482, mended in 29.5.0)',
  },
  {
    code: 'df-intermediate-images',
    from: '23.0.0',
    before: '29.0.0',
    imageStore: 'graphdriver',
    message:
      '`docker system df` of this version takes layers shared with intermediate images for shared, so an image in use can show as 100 % reclaimable',
  },
  {
    code: 'df-cache-mount-frozen',
    from: '18.9.0',
    before: null,
    imageStore: 'graphdriver',
    message:
      '`docker system df` shows build cache mounts at the size they had when first measured; bilge measures them on the disk',
  },
  {
    code: 'df-leaves-out',
    from: null,
    before: null,
    imageStore: null,
    message:
      '`docker system df` leaves out container logs, container and image metadata, leftovers and layers without an image; bilge counts them',
  },
];

/** The defects of an engine version; empty when the version is unknown. */
export function defectsOf(version: string | null, imageStore: ImageStore | null): DfDefect[] {
  return DF_DEFECTS.filter(
    (defect) =>
      (defect.imageStore === null || defect.imageStore === imageStore) &&
      inRange(version, defect.from, defect.before),
  );
}
