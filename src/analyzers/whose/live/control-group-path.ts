import type { CgroupMembership } from '../../../model/process.js';

/** Hierarchies of version 1 that say most of where a process belongs, in order. */
const TELLING = ['name=systemd', 'memory', 'cpu', 'pids'];

/**
 * The path to show of a process's control groups: where version 1 and 2 are mounted side by side, the hierarchy that
 * something has sorted processes in.
 */
export function shownGroup({ unified, legacy }: CgroupMembership): string | null {
  const paths = [unified, ...TELLING.map((name) => legacy.get(name) ?? null), ...legacy.values()];
  return (
    paths.find((path) => path !== null && path !== '/') ??
    unified ??
    paths.find((path) => path !== null) ??
    null
  );
}

/** Every path of a process's control groups, each once. */
export function groupsOf({ unified, legacy }: CgroupMembership): string[] {
  return [...new Set([...(unified === null ? [] : [unified]), ...legacy.values()])];
}

/** A path and all above it, the deepest first, without the root of the hierarchy. */
export function withAncestors(path: string): string[] {
  const found: string[] = [];
  for (let above = path; above.length > 1; above = above.slice(0, Math.max(0, above.lastIndexOf('/')))) {
    found.push(above);
  }
  return found;
}

const UNIT = /\.(?:service|slice|scope)$/;

/** The unit of systemd that a control group is, such as `docker.service`; `null` when it is none. */
export function unitOf(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return UNIT.test(name) ? name : null;
}
