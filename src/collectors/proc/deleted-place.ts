import { readFileSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { MountInfo } from '../../formats/mountinfo.js';
import { mountIdOf } from '../../formats/proc-fd.js';
import { type Location, locateThrough, restBelow } from './mount-table.js';
import type { OverlayDirectories } from './overlay-directories.js';
import type { RootNames } from './root-names.js';

/** Where a deleted file was, as far as that can be told; both `null`: perhaps below a root. */
export interface DeletedPlace {
  readonly path: string | null;
  readonly upperDirectory: string | null;
}

/** What is needed to tell where a file lies. */
export interface PlaceContext {
  readonly mountsById: ReadonlyMap<number, MountInfo>;
  readonly overlays: ReadonlyMap<string, OverlayDirectories>;
  readonly names: RootNames;
}

/** `OVERLAYFS_SUPER_MAGIC` of `include/uapi/linux/magic.h`. */
const OVERLAY_MAGIC = 0x794c7630;
const UNKNOWN: DeletedPlace = { path: null, upperDirectory: null };

/** `major:minor` of a `dev_t` as `stat(2)` gives it (glibc, `gnu_dev_major`). */
export function deviceOf(dev: bigint): string {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n);
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

/** The place of a located file; `null` when it lies below no root. */
export function placeOf(location: Location, context: PlaceContext): DeletedPlace | null {
  const path = context.names.nameOf(location);
  if (path !== null) return { path, upperDirectory: null };
  const upperDirectory = context.overlays.get(location.device)?.upperDirectory ?? null;
  // What is deleted and has no name left was in the writable layer.
  return upperDirectory === null
    ? null
    : { path: `${upperDirectory}${restBelow(location.path, '/') ?? ''}`, upperDirectory };
}

function mountOf(processDirectory: string, fd: number, context: PlaceContext): MountInfo | undefined {
  try {
    const id = mountIdOf(readFileSync(join(processDirectory, 'fdinfo', String(fd)), 'latin1'));
    return id === null ? undefined : context.mountsById.get(id);
  } catch {
    return undefined;
  }
}

/** Whether a file was opened through an overlay, whatever device it bears: that may be a layer's. */
export async function isOnOverlay(link: string): Promise<boolean> {
  return (await statfs(link).catch(() => null))?.type === OVERLAY_MAGIC;
}

/** A mount that no namespace shows any more, or one of the kernel's own (as for `memfd_create`). */
async function placeByDevice(
  link: string,
  stats: BigIntStats,
  context: PlaceContext,
): Promise<DeletedPlace | null> {
  const device = deviceOf(stats.dev);
  const overlay = context.overlays.get(device);
  if (overlay !== undefined) return { path: null, upperDirectory: overlay.upperDirectory };
  if (context.names.devices.has(device)) return UNKNOWN;
  return (await isOnOverlay(link)) ? UNKNOWN : null;
}

/**
 * Tells where a deleted file was that a process holds open, by the mount it was opened through: its path alone may be
 * that of another namespace. `null` when it lies below no root, has a name left, or was closed meanwhile.
 */
export async function placeOfDescriptor(
  processDirectory: string,
  fd: number,
  seenPath: string,
  context: PlaceContext,
): Promise<{ readonly place: DeletedPlace; readonly stats: BigIntStats } | null> {
  const mount = mountOf(processDirectory, fd, context);
  const location = mount === undefined ? null : locateThrough(mount, seenPath);
  const place = location === null ? null : placeOf(location, context);
  // Elsewhere: not even a look, for its filesystem may hang.
  if (location !== null && place === null) return null;
  const link = join(processDirectory, 'fd', String(fd));
  const stats = await stat(link, { bigint: true }).catch(() => null);
  if (stats === null || stats.nlink !== 0n) return null;
  const found = place ?? (await placeByDevice(link, stats, context));
  return found === null ? null : { place: found, stats };
}
