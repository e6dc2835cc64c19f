import { unitOf, withAncestors } from '../live/control-group-path.js';
import { containerGroupWord, groupWord } from '../subjects/control-groups.js';
import type { KeyLookup, KeyReading } from './key-reader.js';

/** Where hierarchies are mounted; cgroups(7). */
const MOUNTED = '/sys/fs/cgroup';
/** Mount points below it in the layouts `v1` and `hybrid`: a controller, several with commas between, or these. */
const HIERARCHY =
  /^\/(?:unified|systemd|(?:cpuset|cpu|cpuacct|blkio|memory|devices|freezer|net_cls|perf_event|net_prio|hugetlb|pids|rdma|misc)(?:,[a-z_,]+)?)(?=\/|$)/;
/** Groups that engines make at the top by default. */
const OF_ENGINES = /^\/(?:docker|libpod_parent|kubepods|lxc)(?:\/|$)/;

/** A control group, in its hierarchy or where that is mounted: `/docker/<id>`, `/sys/fs/cgroup/memory/docker/<id>`. */
export function controlGroupKey(key: string): KeyReading | null {
  if (!key.startsWith('/')) return null;
  const isMounted = key === MOUNTED || key.startsWith(`${MOUNTED}/`);
  const typed = (isMounted ? key.slice(MOUNTED.length) : key).replace(/\/+$/, '');
  const looksLikeOne = OF_ENGINES.test(typed) || withAncestors(typed).some((path) => unitOf(path) !== null);
  return {
    certainty: isMounted ? 'only' : looksLikeOne ? 'likely' : 'possible',
    find: (lookup) => {
      const found = find(lookup, typed);
      return found.length > 0 || !isMounted ? found : find(lookup, typed.replace(HIERARCHY, ''));
    },
    miss: 'no process that can be seen is in this control group, or below it',
  };
}

/** The group itself; else the innermost of a container above it, whose sub-groups come and go. */
function find({ named }: KeyLookup, path: string) {
  const exact = named(groupWord(path));
  if (exact.length > 0) return exact;
  for (const above of withAncestors(path)) {
    const found = named(containerGroupWord(above));
    if (found.length > 0) return found;
  }
  return [];
}
