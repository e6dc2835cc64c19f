import { parseFlatKeyed } from '../../formats/cgroup/flat-keyed.js';
import { limitOrNull, parseLimit } from '../../formats/cgroup/limit.js';
import { parseCount, toCount } from '../../formats/cgroup/numbers.js';
import type { MemoryControl } from '../../model/cgroup.js';
import type { GroupFiles } from './group-files.js';
import type { GroupPlace, GroupPlaces } from './group-places.js';

/**
 * Limit and use of memory.
 * Source: kernel, Documentation/admin-guide/cgroup-v1/memory.rst; Documentation/admin-guide/cgroup-v2.rst, "Memory".
 */
export function readMemory(files: GroupFiles, places: GroupPlaces): MemoryControl | null {
  const place = places.get('memory');
  if (place === undefined) return null;
  return place.version === 2 ? readUnified(files, place) : readLegacy(files, place);
}

function readUnified(files: GroupFiles, { directory }: GroupPlace): MemoryControl {
  const limit = (name: string): number | null => limitOrNull(parseLimit(files.read(directory, name) ?? ''));
  const count = (name: string): number | null => parseCount(files.read(directory, name) ?? '');
  const stat = parseFlatKeyed(files.read(directory, 'memory.stat') ?? '');
  const events = parseFlatKeyed(files.read(directory, 'memory.events') ?? '');
  return {
    limitBytes: limit('memory.max'),
    hierarchicalLimitBytes: null,
    // Nothing is kept by default: 0.
    reservationBytes: limit('memory.low') || null,
    highBytes: limit('memory.high'),
    currentBytes: count('memory.current'),
    peakBytes: count('memory.peak'),
    inactiveFileBytes: toCount(stat.get('inactive_file')),
    swapLimitBytes: limit('memory.swap.max'),
    swapBytes: count('memory.swap.current'),
    oomKills: toCount(events.get('oom_kill')),
  };
}

function readLegacy(files: GroupFiles, { directory }: GroupPlace): MemoryControl {
  const limit = (name: string): number | null => limitOrNull(parseLimit(files.read(directory, name) ?? ''));
  const count = (name: string): number | null => parseCount(files.read(directory, name) ?? '');
  const stat = parseFlatKeyed(files.read(directory, 'memory.stat') ?? '');
  const oom = parseFlatKeyed(files.read(directory, 'memory.oom_control') ?? '');
  const limitBytes = limit('memory.limit_in_bytes');
  // Memory and swap together; missing where swap is not accounted (`swapaccount=0`).
  const bothBytes = limit('memory.memsw.limit_in_bytes');
  return {
    limitBytes,
    // 2⁶³ less a page where there is none, as in the files of limits: more than a count can be.
    hierarchicalLimitBytes: toCount(stat.get('hierarchical_memory_limit')),
    reservationBytes: limit('memory.soft_limit_in_bytes'),
    highBytes: null,
    currentBytes: count('memory.usage_in_bytes'),
    peakBytes: count('memory.max_usage_in_bytes'),
    inactiveFileBytes: toCount(stat.get('total_inactive_file') ?? stat.get('inactive_file')),
    swapLimitBytes: bothBytes === null || limitBytes === null ? null : Math.max(0, bothBytes - limitBytes),
    swapBytes: toCount(stat.get('total_swap')),
    oomKills: toCount(oom.get('oom_kill')),
  };
}
