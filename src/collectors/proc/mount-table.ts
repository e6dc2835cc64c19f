import { join, posix } from 'node:path';
import type { MountInfo } from '../../formats/mountinfo.js';

/** The mounts of one mount namespace, with what is asked of them often. */
export interface MountTable {
  /** Inode number of the namespace. */
  readonly namespace: string;
  /** A process in it, through whose `root` its files can be reached. */
  readonly pid: number;
  /** Bilge's own. */
  readonly own: boolean;
  readonly mounts: readonly MountInfo[];
  readonly byId: ReadonlyMap<number, MountInfo>;
  /** The mount on top at each mount point. */
  readonly byPoint: ReadonlyMap<string, MountInfo>;
}

/** A file by its filesystem (`major:minor`) and its path in there: the same from every mount namespace. */
export interface Location {
  readonly device: string;
  readonly path: string;
}

export function mountTable(
  namespace: string,
  pid: number,
  own: boolean,
  mounts: readonly MountInfo[],
): MountTable {
  const byId = new Map(mounts.map((mount) => [mount.mountId, mount]));
  const byPoint = new Map(mounts.map((mount) => [mount.mountPoint, mount]));
  return { namespace, pid, own, mounts, byId, byPoint };
}

/** What comes after `directory` in `path`: empty for itself, else with a leading `/`; `null` when it is not below. */
export function restBelow(path: string, directory: string): string | null {
  if (directory === '/') return path === '/' ? '' : path;
  if (path === directory) return '';
  return path.startsWith(`${directory}/`) ? path.slice(directory.length) : null;
}

/** Where a path leads that was seen through a mount; `null` when the mount does not hold it. */
export function locateThrough(mount: MountInfo, path: string): Location | null {
  const rest = restBelow(path, mount.mountPoint);
  return rest === null ? null : { device: mount.device, path: posix.normalize(join(mount.root, rest)) };
}

/** Where an absolute path leads in a namespace, symlinks apart; `null` when nothing known is mounted above it. */
export function locate(table: MountTable, path: string): Location | null {
  for (let above = path; ; above = posix.dirname(above)) {
    const mount = table.byPoint.get(above);
    if (mount !== undefined) return locateThrough(mount, path);
    if (above === '/' || above === '.') return null;
  }
}
