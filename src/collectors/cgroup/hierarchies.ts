import { join } from 'node:path';
import type { MountInfo } from '../../formats/mountinfo.js';
import type { CgroupLayout } from '../../model/cgroup.js';
import { restBelow } from '../proc/mount-table.js';

/** A mounted hierarchy of control groups. */
export interface Hierarchy {
  readonly version: 1 | 2;
  readonly mountPoint: string;
  /** The group that is mounted, as this process's cgroup namespace shows it: `/` for the whole hierarchy. */
  readonly root: string;
}

/** Where control groups are to be found. */
export interface Hierarchies {
  readonly layout: CgroupLayout;
  /** Of version 2. */
  readonly unified: Hierarchy | null;
  /** Of version 1, by controller (`memory`) or name (`name=systemd`); several may share one. */
  readonly legacy: ReadonlyMap<string, Hierarchy>;
}

/**
 * Finds the hierarchies by what is mounted and not by fixed paths: controllers of version 1 may be mounted together
 * (`cpu,cpuacct`), each alone, or in another place. Where one is mounted several times (containers, chroots), the
 * whole hierarchy comes first, then what lies below `cgroupRoot`.
 *
 * @returns `null` when none is mounted
 * Source: cgroups(7), "Mounting v1 controllers"; proc_pid_mountinfo(5).
 */
export function findHierarchies(mounts: readonly MountInfo[], cgroupRoot: string): Hierarchies | null {
  const cgroups = mounts
    .filter(({ filesystemType }) => filesystemType === 'cgroup' || filesystemType === 'cgroup2')
    .sort((left, right) => rank(left, cgroupRoot) - rank(right, cgroupRoot));
  const unified = cgroups.find(({ filesystemType }) => filesystemType === 'cgroup2');
  const legacy = new Map<string, Hierarchy>();
  for (const mount of cgroups) {
    if (mount.filesystemType !== 'cgroup') continue;
    for (const option of mount.superOptions.split(',')) {
      if (!legacy.has(option)) legacy.set(option, hierarchy(1, mount));
    }
  }
  if (unified === undefined && legacy.size === 0) return null;
  return {
    layout: layoutOf(unified, legacy.size > 0, cgroupRoot),
    unified: unified === undefined ? null : hierarchy(2, unified),
    legacy,
  };
}

function layoutOf(unified: MountInfo | undefined, legacy: boolean, cgroupRoot: string): CgroupLayout {
  if (unified === undefined) return 'v1';
  return legacy && unified.mountPoint !== cgroupRoot ? 'hybrid' : 'v2';
}

function rank(mount: MountInfo, cgroupRoot: string): number {
  return (mount.root === '/' ? 0 : 2) + (restBelow(mount.mountPoint, cgroupRoot) === null ? 1 : 0);
}

function hierarchy(version: 1 | 2, { mountPoint, root }: MountInfo): Hierarchy {
  return { version, mountPoint, root };
}

/**
 * Directory of a group, by its path as `/proc/PID/cgroup` has it. Both that path and the root of the mount begin at the
 * root of this process's cgroup namespace.
 *
 * @returns `null` when the group lies outside of what is mounted, as in a cgroup namespace of its own (`/../…`)
 * Source: cgroup_namespaces(7).
 */
export function groupDirectory({ mountPoint, root }: Hierarchy, path: string): string | null {
  const rest = root === '/' && path.startsWith('/') ? path : restBelow(path, root);
  if (rest === null || rest.split('/').includes('..')) return null;
  return join(mountPoint, rest);
}
