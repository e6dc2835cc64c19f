import type { BuildCacheRecord } from '../../model/build-cache.js';
import { parseBuildCache } from './answers/build-cache.js';
import { parseContainerSizes } from './answers/containers.js';
import { type DiskUsageAnswer, parseDiskUsage } from './answers/disk-usage.js';
import { parseImages } from './answers/images.js';
import { parseVolumeList } from './answers/volumes.js';
import type { RequestError } from './request-error.js';
import { ask, askList, type Session, speaks } from './session.js';

/** What `/system/df` says. A map or list is `null` when its piece could not be had. */
export interface EngineSizes {
  readonly layersBytes: number | null;
  /** Bytes shared with other images, by image id. */
  readonly imageShared: ReadonlyMap<string, number | null> | null;
  /** Bytes of the writable layer, by container id. */
  readonly containers: ReadonlyMap<string, number | null> | null;
  /** Bytes by volume name. */
  readonly volumes: ReadonlyMap<string, number | null> | null;
  readonly buildCache: readonly BuildCacheRecord[] | null;
}

/** Without sizes: nothing was asked. */
export const NO_SIZES: EngineSizes = {
  layersBytes: null,
  imageShared: null,
  containers: null,
  volumes: null,
  buildCache: null,
};

/** `daemon/disk_usage.go` of Docker up to 20.10. */
export const ALREADY_RUNNING = 'a disk usage operation is already running';

function hint(error: RequestError): string | null {
  if (error.message.includes(ALREADY_RUNNING)) {
    return 'Up to Docker 20.10 only one `docker system df` can run: try again when the other one has ended.';
  }
  return error.failure === 'timeout'
    ? 'The engine walks its whole disk for it; run as root to measure without it.'
    : null;
}

function images(answer: DiskUsageAnswer): Pick<EngineSizes, 'layersBytes' | 'imageShared'> {
  const { items } = parseImages(answer.images);
  return {
    layersBytes: answer.layersBytes,
    imageShared: new Map(items.map((image) => [image.id, image.engineSharedBytes])),
  };
}

function containers(answer: DiskUsageAnswer): Pick<EngineSizes, 'containers'> {
  return { containers: parseContainerSizes(answer.containers) };
}

function volumes(answer: DiskUsageAnswer): Pick<EngineSizes, 'volumes'> {
  const { items } = parseVolumeList(answer.volumes);
  return { volumes: new Map(items.map((volume) => [volume.name, volume.engineSizeBytes])) };
}

function buildCache(answer: DiskUsageAnswer): Pick<EngineSizes, 'buildCache'> {
  return { buildCache: parseBuildCache(answer.buildCache).items };
}

/** Asks `/system/df` for one list alone, which it can from API 1.42 on. */
export function usageParameters(session: Pick<Session, 'apiVersion'>, type: string): Record<string, string> {
  // From 1.52 on the lists come only when asked for.
  return speaks(session, '1.52') ? { type, verbose: '1' } : { type };
}

/**
 * Asks for sizes, which makes the engine walk its disk. Piece after piece where it can (API 1.42), so that one that
 * takes too long does not lose the others; else in one call.
 */
export async function collectSizes(session: Session): Promise<EngineSizes> {
  const timeoutMs = session.limits.sizesTimeoutMs;
  if (!speaks(session, '1.42')) {
    const all = await ask(session, {
      subject: 'sizes',
      path: '/system/df',
      timeoutMs,
      parse: (answer) => {
        const usage = parseDiskUsage(answer);
        return { ...images(usage), ...containers(usage), ...volumes(usage), ...buildCache(usage) };
      },
      missing: 'sizes of images, containers and volumes, and the build cache',
      hint,
    });
    return all ?? NO_SIZES;
  }
  const piece = <T>(type: string, subject: string, read: (answer: DiskUsageAnswer) => T): Promise<T | null> =>
    ask(session, {
      subject,
      path: '/system/df',
      query: usageParameters(session, type),
      timeoutMs,
      parse: (answer) => read(parseDiskUsage(answer)),
      missing: subject,
      hint,
    });
  // The cheapest first: when a later one fails, these are there.
  const ofBuildCache = await piece('build-cache', 'sizes of the build cache', buildCache);
  const ofImages = await piece('image', 'sizes of images', images);
  const ofContainers = await piece('container', 'sizes of containers', containers);
  const ofVolumes = await piece('volume', 'sizes of volumes', volumes);
  return { ...NO_SIZES, ...ofBuildCache, ...ofImages, ...ofContainers, ...ofVolumes };
}

/**
 * The build cache alone, which costs milliseconds and tells what a running build holds. Before API 1.42 it comes only
 * with everything else: `null`.
 */
export async function collectBuildCache(session: Session): Promise<readonly BuildCacheRecord[] | null> {
  if (!speaks(session, '1.42')) return null;
  return askList(session, {
    subject: 'build cache records',
    path: '/system/df',
    query: usageParameters(session, 'build-cache'),
    timeoutMs: session.limits.listTimeoutMs,
    parse: (answer) => parseBuildCache(parseDiskUsage(answer).buildCache),
    missing: 'which build cache is in use by a build',
  });
}
