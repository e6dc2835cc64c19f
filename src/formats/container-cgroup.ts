import type { CgroupMembership } from '../model/process.js';
import { type ContainerCgroup, namedByComponent, namedByParent } from './container-cgroup-name.js';

export type { ContainerCgroup } from './container-cgroup-name.js';

/** A pod of Podman has a group of its own around those of its containers and its monitor; it is no container. */
function isPod(parts: readonly string[], index: number): boolean {
  const parent = parts[index - 1];
  if (parent === 'libpod_parent') return true;
  return parent !== 'docker' && /^(?:libpod-|conmon$)/.test(parts[index + 1] ?? '');
}

/** crun keeps a container's limits in a group below systemd's scope: crun(1), `run.oci.systemd.subgroup`. */
function hasSubgroup(part: string, next: string | undefined): boolean {
  return next === 'container' && part.startsWith('libpod-') && part.endsWith('.scope');
}

/** A container that a path names, and the path of its own group. */
interface NamedGroup extends ContainerCgroup {
  readonly group: string;
}

function groupsOfCgroupPath(path: string): NamedGroup[] {
  const found: NamedGroup[] = [];
  const parts = path.split('/').slice(1);
  // Index of the component behind the last container: there a path starts anew, as its own processes see it.
  let root = 0;
  for (const [index, part] of parts.entries()) {
    const named = namedByComponent(part, parts[index + 1]) ?? namedByParent(parts, index, root);
    if (named === null || (named.bare && isPod(parts, index))) continue;
    const { containerId, runtime, monitor } = named;
    const end = index + (hasSubgroup(part, parts[index + 1]) ? 2 : 1);
    found.push({ containerId, runtime, monitor, group: `/${parts.slice(0, end).join('/')}` });
    root = index + 1;
  }
  return found;
}

/**
 * All containers that a control group's path names, the outermost first: one in the other with Docker in Docker. A
 * monitor (conmon) is the last where there is one: its process belongs to the container before it, if any, and
 * watches the one that its group is named after.
 *
 * Every form that engines use, see the functions that know the names. A path tells no engine from another: several
 * use the same parents.
 */
export function containersOfCgroupPath(path: string): ContainerCgroup[] {
  return groupsOfCgroupPath(path).map(({ containerId, runtime, monitor }) => ({
    containerId,
    runtime,
    monitor,
  }));
}

/**
 * The container's own group in the path of one of its processes, the one that has its limits: what is below was made
 * from inside it (systemd, an engine in the container). With Podman that is `…/libpod-<id>.scope/container`, below the
 * scope.
 *
 * @returns `null` when the path does not name the container
 */
export function groupOfContainer(path: string, containerId: string): string | null {
  const own = groupsOfCgroupPath(path).find((named) => !named.monitor && named.containerId === containerId);
  return own?.group ?? null;
}

/**
 * The innermost container that a control group's path names; `null` when it names none. `monitor`: its processes
 * watch the container from outside.
 */
export function containerOfCgroupPath(path: string): ContainerCgroup | null {
  return containersOfCgroupPath(path).at(-1) ?? null;
}

/**
 * All containers that a process is in by its control groups, the outermost first. The path in the hierarchy of
 * version 2 counts, but for one of version 1 that leads deeper: an engine in a container moves its own containers
 * only in the hierarchies that it was given. (And of a zombie those of version 1 say `/`: `proc_cgroup_show`.)
 */
export function containersOfMembership(membership: CgroupMembership): ContainerCgroup[] {
  let deepest: ContainerCgroup[] = [];
  for (const path of new Set([membership.unified ?? '/', ...membership.legacy.values()])) {
    const found = path === '/' ? [] : containersOfCgroupPath(path);
    if (found.length > deepest.length) deepest = found;
  }
  return deepest;
}

/** The innermost container of a process by its control groups; `null` when none is named. */
export function containerOfMembership(membership: CgroupMembership): ContainerCgroup | null {
  return containersOfMembership(membership).at(-1) ?? null;
}
