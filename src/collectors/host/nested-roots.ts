import { join } from 'node:path';
import { mountHolding, type MountInfo } from '../../formats/mountinfo.js';

/** A directory by its filesystem, the same for every path that leads to it. */
interface Location {
  readonly device: string;
  readonly path: string;
}

function locationOf(mounts: readonly MountInfo[], path: string): Location {
  const mount = mountHolding(mounts, path);
  if (mount === null) return { device: '', path };
  return { device: mount.device, path: join(mount.root, path.slice(mount.mountPoint.length)) };
}

function below(outer: Location, inner: Location): string | null {
  const prefix = outer.path.endsWith('/') ? outer.path : `${outer.path}/`;
  if (outer.device !== inner.device || inner.path === outer.path) return null;
  if (!inner.path.startsWith(prefix)) return null;
  return inner.path.slice(prefix.length);
}

/**
 * Which roots lie inside each root, as absolute paths below it. A bind mount that leads into a root is seen through:
 * what counts is where the directories lie on their filesystem (proc_pid_mountinfo(5), fields 3 and 4).
 * @param paths without symlinks
 */
export function nestedRoots(
  paths: readonly string[],
  mounts: readonly MountInfo[],
): ReadonlyMap<string, readonly string[]> {
  const located = paths.map((path) => ({ path, location: locationOf(mounts, path) }));
  return new Map(
    located.map((outer) => {
      const inner = located.flatMap(({ location }) => below(outer.location, location) ?? []);
      return [outer.path, [...new Set(inner)].sort().map((relative) => join(outer.path, relative))];
    }),
  );
}
