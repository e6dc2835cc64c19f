import { parseCpuMax } from '../../formats/cgroup/cpu-max.js';
import { parseFlatKeyed } from '../../formats/cgroup/flat-keyed.js';
import { limitOrNull, parseLimit } from '../../formats/cgroup/limit.js';
import { parseCount, parseUnsigned, toCount, toMicros } from '../../formats/cgroup/numbers.js';
import type { CpuControl } from '../../model/cgroup.js';
import type { GroupFiles } from './group-files.js';
import type { GroupPlace, GroupPlaces } from './group-places.js';

type Bandwidth = Omit<CpuControl, 'cpuset' | 'effectiveCpuset'>;
type Cpuset = Pick<CpuControl, 'cpuset' | 'effectiveCpuset'>;

/**
 * Limit and use of the processor.
 * Source: kernel, Documentation/scheduler/sched-bwc.rst; Documentation/admin-guide/cgroup-v1/cpuacct.rst and cpusets.rst;
 * Documentation/admin-guide/cgroup-v2.rst, "CPU" and "Cpuset".
 */
export function readCpu(files: GroupFiles, places: GroupPlaces): CpuControl | null {
  const cpu = places.get('cpu');
  if (cpu === undefined) return null;
  const bandwidth = cpu.version === 2 ? readUnified(files, cpu) : readLegacy(files, cpu, places);
  return { ...bandwidth, ...readCpuset(files, places.get('cpuset')) };
}

function readUnified(files: GroupFiles, { directory }: GroupPlace): Bandwidth {
  const max = parseCpuMax(files.read(directory, 'cpu.max') ?? '');
  const stat = parseFlatKeyed(files.read(directory, 'cpu.stat') ?? '');
  return {
    quotaMicros: max?.quotaMicros ?? null,
    periodMicros: max?.periodMicros ?? null,
    shares: null,
    weight: parseCount(files.read(directory, 'cpu.weight') ?? ''),
    usageMicros: toCount(stat.get('usage_usec')),
    periods: toCount(stat.get('nr_periods')),
    throttledPeriods: toCount(stat.get('nr_throttled')),
    throttledMicros: toCount(stat.get('throttled_usec')),
  };
}

/** Version 1 has times in nanoseconds, and the use of the processor in a controller of its own. */
function readLegacy(files: GroupFiles, { directory }: GroupPlace, places: GroupPlaces): Bandwidth {
  const stat = parseFlatKeyed(files.read(directory, 'cpu.stat') ?? '');
  return {
    quotaMicros: limitOrNull(parseLimit(files.read(directory, 'cpu.cfs_quota_us') ?? '')),
    periodMicros: parseCount(files.read(directory, 'cpu.cfs_period_us') ?? ''),
    shares: parseCount(files.read(directory, 'cpu.shares') ?? ''),
    weight: null,
    usageMicros: readUsage(files, places.get('cpuacct')),
    periods: toCount(stat.get('nr_periods')),
    throttledPeriods: toCount(stat.get('nr_throttled')),
    throttledMicros: toMicros(stat.get('throttled_time')),
  };
}

function readUsage(files: GroupFiles, place: GroupPlace | undefined): number | null {
  if (place === undefined) return null;
  if (place.version === 1)
    return toMicros(parseUnsigned((files.read(place.directory, 'cpuacct.usage') ?? '').trim()));
  return toCount(parseFlatKeyed(files.read(place.directory, 'cpu.stat') ?? '').get('usage_usec'));
}

function readCpuset(files: GroupFiles, place: GroupPlace | undefined): Cpuset {
  if (place === undefined) return { cpuset: null, effectiveCpuset: null };
  const effective = place.version === 2 ? 'cpuset.cpus.effective' : 'cpuset.effective_cpus';
  return {
    cpuset: (files.read(place.directory, 'cpuset.cpus') ?? '').trim() || null,
    effectiveCpuset: (files.read(place.directory, effective) ?? '').trim() || null,
  };
}
