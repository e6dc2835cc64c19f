import { lstat, readlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, posix } from 'node:path';
import type { MountInfo } from '../../formats/mountinfo.js';
import { type OverlayOptions, parseOverlayOptions } from '../../formats/overlay-options.js';
import { locate, type MountTable } from './mount-table.js';
import type { MountTables } from './mount-tables.js';
import type { RootNames } from './root-names.js';

/** The directories of an overlay that lie below the roots, as these name them. */
export interface OverlayDirectories {
  readonly upperDirectory: string | null;
  readonly workDirectory: string | null;
  readonly lowerDirectories: readonly string[];
  /** When it was mounted, RFC 3339; `null` without an upper directory, or where that cannot be seen. */
  readonly mountedAt: string | null;
}

interface Shown {
  readonly table: MountTable;
  readonly mount: MountInfo;
}

/** Where an engine goes before it mounts with relative names, below its data root. */
const DRIVER_DIRECTORIES = ['overlay2', 'overlay'];

/** Names relative to the directory that the mounting process was in: those of a long list of layers. */
function base(options: OverlayOptions, mountPoint: string): string | null {
  const { upperDirectory: upper } = options;
  // containerd changes into the directory of its snapshots and leaves the upper one absolute
  // (`core/mount/mount_linux.go`, `compactLowerdirOption`): `…/snapshots/7/fs`.
  if (upper !== null && isAbsolute(upper)) return dirname(dirname(upper));
  // dockerd changes into the driver's directory (`daemon/graphdriver/overlay2/mount.go`, `mountFrom`) and mounts
  // `<id>/merged`.
  const directory = dirname(mountPoint);
  return basename(directory) === upper?.split('/')[0] ? dirname(directory) : null;
}

function resolveAll(options: OverlayOptions, from: string | null): OverlayOptions | null {
  const names = [...options.lowerDirectories, options.upperDirectory, options.workDirectory];
  if (from === null && names.some((name) => name !== null && !isAbsolute(name))) return null;
  const whole = (name: string): string => posix.resolve(from ?? '/', name);
  return {
    lowerDirectories: options.lowerDirectories.map(whole),
    upperDirectory: options.upperDirectory === null ? null : whole(options.upperDirectory),
    workDirectory: options.workDirectory === null ? null : whole(options.workDirectory),
  };
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Follows a short link of overlay2, `l/<link>` → `../<id>/diff`, by its text alone. */
async function unlinked(name: string, seenFrom: string): Promise<string> {
  if (basename(dirname(name)) !== 'l') return name;
  const target = await readlink(join(seenFrom, name)).catch(() => null);
  return target === null ? name : posix.resolve(dirname(name), target);
}

/** When the directory `work` in a work directory was made, which happens at each mount. */
async function madeAnew(workDirectory: string): Promise<string | null> {
  const made = await lstat(workDirectory).catch(() => null);
  return made === null ? null : made.mtime.toISOString();
}

/** @param seenFrom the root directory of the namespace of `table` */
async function named(
  options: OverlayOptions,
  table: MountTable,
  seenFrom: string,
  names: RootNames,
): Promise<OverlayDirectories> {
  const nameOf = (path: string): string | null => names.nameOf(locate(table, path));
  const { upperDirectory: upper, workDirectory: work } = options;
  const lower = await Promise.all(options.lowerDirectories.map((name) => unlinked(name, seenFrom)));
  return {
    upperDirectory: upper === null ? null : nameOf(upper),
    workDirectory: work === null ? null : nameOf(work),
    lowerDirectories: lower.map(nameOf).filter((name) => name !== null),
    mountedAt: work === null ? null : await madeAnew(join(seenFrom, work)),
  };
}

/**
 * Reads the directories of one overlay. Its options name them as the process saw them that mounted it, so they count
 * only in a namespace where they make sense: bilge's own, or another one that shows the mount elsewhere than at `/`
 * and has the directory; a container shows its own file system with names it could not follow. A mount that only
 * containers show is taken for one of bilge's namespace, if the directory is there.
 */
async function readOverlay(
  shown: readonly Shown[],
  procRoot: string,
  own: MountTable,
  roots: readonly string[],
  names: RootNames,
): Promise<OverlayDirectories | null> {
  const [first] = shown;
  if (first === undefined) return null;
  const options = parseOverlayOptions(first.mount.superOptions);
  const outside = shown.filter(({ mount }) => mount.mountPoint !== '/');
  outside.sort((a, b) => Number(b.table.own) - Number(a.table.own));
  for (const { table, mount } of outside) {
    const whole = resolveAll(options, base(options, mount.mountPoint));
    const probe = whole?.upperDirectory ?? whole?.lowerDirectories[0];
    if (whole === null || probe === undefined) continue;
    const seenFrom = table.own ? '/' : join(procRoot, String(table.pid), 'root');
    if (table.own || (await exists(join(seenFrom, probe)))) return named(whole, table, seenFrom, names);
  }
  const bases = roots.flatMap((root) => DRIVER_DIRECTORIES.map((directory) => join(root, directory)));
  for (const from of [base(options, '/'), ...bases]) {
    const whole = resolveAll(options, from);
    const probe = whole?.upperDirectory ?? whole?.lowerDirectories[0];
    if (whole !== null && probe !== undefined && (await exists(probe))) return named(whole, own, '/', names);
  }
  return null;
}

/** The overlays of the host that use a directory below the roots, by their device (`major:minor`). */
export async function readOverlays(
  tables: MountTables,
  procRoot: string,
  roots: readonly string[],
  names: RootNames,
): Promise<ReadonlyMap<string, OverlayDirectories>> {
  const shown = new Map<string, Shown[]>();
  for (const table of tables.tables.values()) {
    for (const mount of table.mounts) {
      if (mount.filesystemType !== 'overlay') continue;
      const views = shown.get(mount.device);
      if (views === undefined) shown.set(mount.device, [{ table, mount }]);
      else views.push({ table, mount });
    }
  }
  const overlays = new Map<string, OverlayDirectories>();
  for (const [device, views] of shown) {
    const found = await readOverlay(views, procRoot, tables.own, roots, names);
    const held = found !== null && [found.upperDirectory, found.workDirectory, ...found.lowerDirectories];
    if (held !== false && held.some((directory) => directory !== null)) overlays.set(device, found);
  }
  return overlays;
}
