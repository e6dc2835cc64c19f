import type { CgroupMembership } from '../../model/process.js';
import type { Hierarchies, Hierarchy } from './hierarchies.js';

/** Controllers that bilge reads; `unified`: what version 2 has in every group, such as pressure. */
export const CONTROLLERS = [
  'cpu',
  'cpuacct',
  'cpuset',
  'memory',
  'pids',
  'blkio',
  'freezer',
  'unified',
] as const;

export type Controller = (typeof CONTROLLERS)[number];

/** Whether a component of a path names a container: its id alone, or as in `docker-<id>.scope`. */
function names(component: string, containerId: string): boolean {
  const name = component.endsWith('.scope') ? component.slice(0, -'.scope'.length) : component;
  return name === containerId || name.endsWith(`-${containerId}`) || name.endsWith(`:${containerId}`);
}

/**
 * The container's own group in the path of one of its processes: what is below the component with its id was made from
 * inside it (systemd, an engine in the container). Podman's runtime has its limits in a group below systemd's scope
 * (`…/libpod-<id>.scope/container`; crun, `run.oci.systemd.subgroup`): that one is the container's then, and the scope
 * stands above it.
 *
 * @returns `null` when no component names the container
 */
export function groupOfContainer(path: string, containerId: string): string | null {
  if (containerId === '') return null;
  const components = path.split('/');
  const index = components.findIndex((component) => names(component, containerId));
  if (index < 0) return null;
  const within = components[index] === `libpod-${containerId}.scope` && components[index + 1] === 'container';
  return components.slice(0, index + (within ? 2 : 1)).join('/');
}

/** The hierarchy that has a controller, and the path of a process in it; `null` when there is none. */
export function memberOf(
  { unified, legacy }: Hierarchies,
  membership: CgroupMembership,
  controller: Controller,
): { readonly hierarchy: Hierarchy; readonly path: string } | null {
  const own = legacy.get(controller);
  const path = own === undefined ? membership.unified : membership.legacy.get(controller);
  const hierarchy = own ?? unified;
  return hierarchy === null || path === null || path === undefined ? null : { hierarchy, path };
}

/** The groups above one, the nearest first, up to the root of the hierarchy. */
export function pathsAbove(path: string): string[] {
  const above: string[] = [];
  for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
    above.push(at === 0 ? '/' : path.slice(0, at));
    if (at === 0) break;
  }
  return path === '/' ? [] : above;
}
