import { dirname } from 'node:path';
import type { MountInfo } from '../../formats/mountinfo.js';
import type { MountHolding, MountView } from '../../model/holdings.js';
import { locateThrough, type MountTable } from './mount-table.js';
import type { OverlayDirectories } from './overlay-directories.js';
import type { RootNames } from './root-names.js';

interface Draft extends MountHolding {
  readonly mountPoints: string[];
  readonly views: MountView[];
  inOwnNamespace: boolean;
}

/** The kernel marks a mount's source that was removed (`fs/d_path.c`, `dentry_path`). */
const SOURCE_DELETED = '//deleted';

function draft(mount: MountInfo, overlay: OverlayDirectories | undefined, names: RootNames): Draft {
  const sourceDeleted = mount.root.endsWith(SOURCE_DELETED);
  const path = sourceDeleted ? mount.root.slice(0, -SOURCE_DELETED.length) : mount.root;
  return {
    filesystemType: mount.filesystemType,
    device: mount.device,
    mountPoints: [],
    sourceDirectory: names.nameOf({ device: mount.device, path }),
    sourceDeleted,
    upperDirectory: overlay?.upperDirectory ?? null,
    workDirectory: overlay?.workDirectory ?? null,
    lowerDirectories: overlay?.lowerDirectories ?? [],
    views: [],
    inOwnNamespace: false,
    mountedAt: overlay?.mountedAt ?? null,
  };
}

/** Where the mount sits below the roots, by the mount it was mounted on. */
function pointBelow(table: MountTable, mount: MountInfo, names: RootNames): string | null {
  const parent = table.byId.get(mount.parentId);
  if (parent === undefined || dirname(mount.mountPoint) === mount.mountPoint) return null;
  return names.nameOf(locateThrough(parent, mount.mountPoint));
}

/**
 * Mounts of all namespaces that use a directory below the roots. What is mounted from one place of one filesystem is
 * one holding, wherever it shows.
 */
export function mountHoldings(
  tables: Iterable<MountTable>,
  overlays: ReadonlyMap<string, OverlayDirectories>,
  names: RootNames,
): MountHolding[] {
  const drafts = new Map<string, Draft>();
  for (const table of tables) {
    for (const mount of table.mounts) {
      const key = `${mount.device} ${mount.root}`;
      let holding = drafts.get(key);
      if (holding === undefined) {
        holding = draft(mount, overlays.get(mount.device), names);
        drafts.set(key, holding);
      }
      const point = pointBelow(table, mount, names);
      if (point !== null && !holding.mountPoints.includes(point)) holding.mountPoints.push(point);
      const { mountPoint } = mount;
      holding.views.push({ namespace: table.namespace, pid: table.pid, mountPoint });
      holding.inOwnNamespace ||= table.own;
    }
  }
  return [...drafts.values()].filter(
    ({ mountPoints, sourceDirectory, upperDirectory, workDirectory, lowerDirectories }) =>
      mountPoints.length > 0 ||
      lowerDirectories.length > 0 ||
      [sourceDirectory, upperDirectory, workDirectory].some((directory) => directory !== null),
  );
}
