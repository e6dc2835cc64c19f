import { z } from 'zod';
import type { EngineClaims } from '../../../model/engine-claims.js';
import { count, flag, parseList, parseObject } from './lenient.js';

const usage = z.object({ Reclaimable: count.optional() }).optional().catch(undefined);

const answer = z.object({
  // API 1.52 and later; what is zero is left out.
  ImageUsage: usage,
  ContainerUsage: usage,
  VolumeUsage: usage,
  BuildCacheUsage: usage,
  LayersSize: count,
  Images: z.unknown().optional(),
  Containers: z.unknown().optional(),
  Volumes: z.unknown().optional(),
  BuildCache: z.unknown().optional(),
});

const image = z.object({ Containers: z.int().catch(-1), Size: count, SharedSize: count, VirtualSize: count });
const container = z.object({ State: z.string().catch(''), SizeRw: count });
const volume = z.object({
  UsageData: z
    .object({ RefCount: z.int().catch(-1), Size: count })
    .nullable()
    .catch(null),
});
const record = z.object({ InUse: flag, Shared: flag, Size: count });

const ACTIVE: readonly string[] = ['running', 'paused', 'restarting'];

/**
 * RECLAIMABLE of `docker system df` out of `GET /system/df`: as later engines say it themselves, else as the docker CLI
 * works it out (docker/cli, cli/command/formatter/disk_usage.go).
 * @throws RequestError `garbage`
 */
export function parseClaims(value: unknown): EngineClaims {
  const told = parseObject(answer, value);
  const own = [told.ImageUsage, told.ContainerUsage, told.VolumeUsage, told.BuildCacheUsage];
  if (own.some((one) => one !== undefined)) {
    // What is left out is zero, what is no number is not known.
    const claims = own.map((one) => (one?.Reclaimable === undefined ? 0 : one.Reclaimable));
    const [images = 0, containers = 0, volumes = 0, buildCache = 0] = claims;
    return { images, containers, volumes, buildCache };
  }
  return {
    images: told.LayersSize === null ? null : imageClaim(told.LayersSize, told.Images),
    containers: sum(
      parseList(container, told.Containers)
        .items.filter(({ State }) => !ACTIVE.includes(State))
        .map(({ SizeRw }) => SizeRw),
    ),
    volumes: sum(
      parseList(volume, told.Volumes)
        .items.filter(({ UsageData }) => UsageData?.RefCount === 0)
        .map(({ UsageData }) => UsageData?.Size ?? null),
    ),
    buildCache: sum(
      parseList(record, told.BuildCache)
        .items.filter(({ InUse, Shared }) => InUse !== true && Shared !== true)
        .map(({ Size }) => Size),
    ),
  };
}

/** All layers, less what the images of containers do not share. It can be less than nothing. */
function imageClaim(layersBytes: number, images: unknown): number {
  let bytes = layersBytes;
  for (const { Containers, Size, VirtualSize, SharedSize } of parseList(image, images).items) {
    const size = VirtualSize ?? Size;
    if (Containers !== 0 && size !== null && SharedSize !== null) bytes -= size - SharedSize;
  }
  return bytes;
}

function sum(sizes: readonly (number | null)[]): number {
  return sizes.reduce<number>((total, size) => total + (size ?? 0), 0);
}
