import { groupOfContainer } from '../../formats/container-cgroup.js';
import type { ProcessRecord, ProcessTable } from '../../model/process.js';
import { type Controller, CONTROLLERS, memberOf, pathsAbove } from './group-path.js';
import type { GroupPlace, GroupPlaces } from './group-places.js';
import { groupDirectory, type Hierarchies, type Hierarchy } from './hierarchies.js';

/** The groups of one container: its own, and those above it by path, the nearest first. */
export interface ContainerPlaces {
  readonly own: GroupPlaces;
  readonly above: readonly { readonly path: string; readonly places: GroupPlaces }[];
}

/** Processes by the containers that their control groups name, those around the innermost included. */
export function processesByContainer(table: ProcessTable): ReadonlyMap<string, readonly ProcessRecord[]> {
  const byContainer = new Map<string, ProcessRecord[]>();
  for (const process of table.processes) {
    const { container } = process;
    if (container === null) continue;
    // A monitor's own group lies beside that of the container it watches.
    const ids = container.monitor ? container.outer : [...container.outer, container.containerId];
    for (const id of ids) {
      const known = byContainer.get(id);
      if (known === undefined) byContainer.set(id, [process]);
      else known.push(process);
    }
  }
  return byContainer;
}

/**
 * Where the groups of a container are, by the paths of its processes: one that has moved elsewhere in one hierarchy
 * says nothing of the container's group there.
 *
 * @returns `outside` when all of them lie outside of what is mounted here, `null` when no path names the container
 * (any more: the kernel marks groups that have gone)
 */
export function placesOf(
  hierarchies: Hierarchies,
  containerId: string,
  processes: readonly ProcessRecord[],
): ContainerPlaces | 'outside' | null {
  let found = false;
  const own = new Map<Controller, GroupPlace>();
  const above = new Map<string, Map<Controller, GroupPlace>>();
  for (const controller of CONTROLLERS) {
    const group = groupIn(hierarchies, containerId, processes, controller);
    if (group === null) continue;
    found = true;
    const place = placeAt(group.hierarchy, group.path);
    if (place === null) continue;
    own.set(controller, place);
    for (const path of pathsAbove(group.path)) {
      const higher = placeAt(group.hierarchy, path);
      if (higher === null) break;
      const places = above.get(path) ?? new Map<Controller, GroupPlace>();
      above.set(path, places.set(controller, higher));
    }
  }
  if (own.size === 0) return found ? 'outside' : null;
  const nearestFirst = [...above].sort(([left], [right]) => right.length - left.length);
  return { own, above: nearestFirst.map(([path, places]) => ({ path, places })) };
}

function groupIn(
  hierarchies: Hierarchies,
  containerId: string,
  processes: readonly ProcessRecord[],
  controller: Controller,
): { readonly hierarchy: Hierarchy; readonly path: string } | null {
  for (const { cgroups } of processes) {
    const member = cgroups === null ? null : memberOf(hierarchies, cgroups, controller);
    const path = member === null ? null : groupOfContainer(member.path, containerId);
    if (member !== null && path !== null) return { hierarchy: member.hierarchy, path };
  }
  return null;
}

function placeAt(hierarchy: Hierarchy, path: string): GroupPlace | null {
  const directory = groupDirectory(hierarchy, path);
  return directory === null ? null : { version: hierarchy.version, directory, path };
}
