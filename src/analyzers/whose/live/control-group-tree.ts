import type { LiveHost } from './live-host.js';
import { groupsOf, withAncestors } from './control-group-path.js';

/** A control group with what is in it and below it. */
export interface GroupNode {
  readonly path: string;
  /** Processes in the group itself. */
  readonly own: number[];
  /** Processes in it and below it. */
  readonly all: number[];
  /** The container whose group it is, or lies in. */
  containerId: string | null;
  /** It is that container's own group, and not one that the container has made below. */
  top: boolean;
}

/** Every control group that a process or a container is known to be in, and all above those, by path. */
export function controlGroupTree(live: LiveHost): ReadonlyMap<string, GroupNode> {
  const nodes = new Map<string, GroupNode>();
  const at = (path: string): GroupNode => {
    const known = nodes.get(path) ?? { path, own: [], all: [], containerId: null, top: false };
    nodes.set(path, known);
    return known;
  };
  for (const { pid, record, report } of live.processes.values()) {
    const told = report?.cgroupPath ?? null;
    const paths = new Set([
      ...(record?.cgroups == null ? [] : groupsOf(record.cgroups)),
      ...(told === null ? [] : [told]),
    ]);
    const above = new Set<string>();
    for (const path of paths) {
      if (path.length > 1 && path.startsWith('/')) at(path).own.push(pid);
      for (const one of withAncestors(path)) above.add(one);
    }
    for (const path of above) at(path).all.push(pid);
  }
  for (const [path, id] of topGroups(live)) {
    for (const above of withAncestors(path)) at(above);
    const node = at(path);
    node.containerId = id;
    node.top = true;
  }
  for (const node of nodes.values()) {
    if (node.top) continue;
    const nearest = withAncestors(node.path).find((path) => nodes.get(path)?.top === true);
    node.containerId = (nearest === undefined ? null : nodes.get(nearest)?.containerId) ?? null;
  }
  return nodes;
}

/** The group of each container: as it was read, or the part of its processes' paths that ends with its id. */
function topGroups(live: LiveHost): Map<string, string> {
  const found = new Map<string, string>();
  const add = (path: string | null | undefined, id: string): void => {
    if (path != null && path.length > 1 && path.startsWith('/') && !found.has(path)) found.set(path, id);
  };
  for (const { id, control } of live.containers) add(control?.cgroupPath, id);
  for (const [id, { first }] of live.host.view.inventory.controlGroups?.groups ?? []) add(first.path, id);
  for (const { record, report } of live.processes.values()) {
    if (report?.containerId == null || report.role !== 'container') continue;
    const id = report.containerId;
    const paths = [report.cgroupPath, ...(record?.cgroups == null ? [] : groupsOf(record.cgroups))];
    for (const path of paths) add(path === null ? null : upToId(path, id), id);
  }
  return found;
}

/** `/docker/<id>` of `/docker/<id>/init`; `null` when the path does not name the container. */
function upToId(path: string, id: string): string | null {
  const names = path.split('/');
  const at = id === '' ? -1 : names.findLastIndex((name) => name.includes(id) && !name.includes('conmon'));
  return at < 0 ? null : names.slice(0, at + 1).join('/');
}
