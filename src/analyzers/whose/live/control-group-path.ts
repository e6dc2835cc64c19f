import type { CgroupMembership } from '../../../model/process.js';

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
