import type { CgroupMembership } from '../model/process.js';

/** The kernel says so behind the path of a removed group, for zombies and in version 2 only (`proc_cgroup_show`). */
const DELETED = ' (deleted)';

/**
 * Parses `/proc/PID/cgroup` (cgroups(7)): lines `id:controllers:path`, `0::path` for version 2. Controllers of one
 * hierarchy are separated by commas (`cpu,cpuacct`), a hierarchy without any has a name (`name=systemd`). Paths may
 * hold colons, but no newline: the kernel refuses such groups. Lines of another form are left out.
 */
export function parseCgroupMembership(text: string): CgroupMembership {
  let unified: string | null = null;
  const legacy = new Map<string, string>();
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    start = end + 1;
    const first = line.indexOf(':');
    const second = line.indexOf(':', first + 1);
    if (first <= 0 || second < 0 || line.charAt(second + 1) !== '/') continue;
    const path = line.slice(second + 1);
    if (second > first + 1) {
      for (const controller of line.slice(first + 1, second).split(',')) legacy.set(controller, path);
    } else if (line.startsWith('0:')) {
      unified = path.endsWith(DELETED) ? path.slice(0, -DELETED.length) : path;
    }
  }
  return { unified, legacy };
}
