import { z } from 'zod';
import { count, parseObject } from './lenient.js';

/** The lists of a `/system/df` answer, unread. `null`: this answer has no such list. */
export interface DiskUsageAnswer {
  readonly layersBytes: number | null;
  readonly images: unknown;
  readonly containers: unknown;
  readonly volumes: unknown;
  readonly buildCache: unknown;
}

/** API 1.52 and later with `verbose=1`; what is zero or empty is left out (`omitempty`). */
const usage = z.object({ TotalSize: count.optional(), Items: z.unknown().optional() });
const usages = z.object({
  ImageUsage: usage.optional().catch(undefined),
  ContainerUsage: usage.optional().catch(undefined),
  VolumeUsage: usage.optional().catch(undefined),
  BuildCacheUsage: usage.optional().catch(undefined),
});

/** Up to API 1.51, and later without `verbose`. */
const legacy = z.object({
  LayersSize: count,
  Images: z.unknown().optional(),
  Containers: z.unknown().optional(),
  Volumes: z.unknown().optional(),
  BuildCache: z.unknown().optional(),
});

/**
 * `GET /system/df` in either form.
 * @throws RequestError `garbage`
 */
export function parseDiskUsage(value: unknown): DiskUsageAnswer {
  const verbose = parseObject(usages, value);
  const old = parseObject(legacy, value);
  const images = verbose.ImageUsage;
  return {
    layersBytes:
      images === undefined ? old.LayersSize : images.TotalSize === undefined ? 0 : images.TotalSize,
    images: images?.Items ?? old.Images ?? null,
    containers: verbose.ContainerUsage?.Items ?? old.Containers ?? null,
    volumes: verbose.VolumeUsage?.Items ?? old.Volumes ?? null,
    buildCache: verbose.BuildCacheUsage?.Items ?? old.BuildCache ?? null,
  };
}
