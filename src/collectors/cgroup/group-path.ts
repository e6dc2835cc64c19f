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
