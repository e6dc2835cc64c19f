import type {
  CgroupLayout,
  ControlGroup,
  ControlGroupReading,
  DeviceIo,
  IoControl,
} from '../../model/cgroup.js';
import type { ContainerLimits } from '../../model/container-settings.js';
import { addBytes } from '../../model/usage.js';
import type { ControlReport } from '../../report/types.js';
import { cpusOf, effectiveCpus, effectiveMemory, effectivePids } from './limits.js';
import { growth, intervalOf, percent, perSecond, processorPercent } from './rates.js';
import { unlimitedOf } from './unlimited.js';

/** A container's control group, and what its limits are joined with. */
export interface GroupInHost {
  readonly layout: CgroupLayout;
  readonly group: ControlGroup;
  readonly limits: ContainerLimits | null;
  readonly hostCpus: number | null;
}

/** Two readings of one group: what there is now, and what there was before. */
interface Readings {
  readonly now: ControlGroupReading;
  readonly before: ControlGroupReading | null;
  readonly intervalMs: number | null;
  /** The group and those above it. */
  readonly groups: readonly ControlGroupReading[];
}

/** Limits and use as the files of a control group have them, and rates where it was read twice. */
export function controlFromCgroup(place: GroupInHost): ControlReport {
  const { first, later, ancestors } = place.group;
  const now = later ?? first;
  const intervalMs = later === null ? null : intervalOf(first.atMs, later.atMs);
  const readings: Readings = {
    now,
    before: intervalMs === null ? null : first,
    intervalMs,
    groups: [now, ...ancestors],
  };
  const cpu = cpuOf(readings, place);
  const memory = memoryOf(readings);
  const pidsLimit = effectivePids(readings.groups);
  const io = ioOf(readings);
  return {
    layout: place.layout,
    cgroupPath: now.path,
    readFrom: 'cgroup',
    intervalMs: intervalMs === null ? null : Math.round(intervalMs),
    cpu,
    memory,
    pids: {
      limit: now.pids?.limit ?? null,
      effectiveLimit: pidsLimit,
      current: now.pids?.current ?? null,
      limitPercent: percent(now.pids?.current ?? null, pidsLimit),
    },
    io,
    pressure: now.pressure === null ? null : { ...now.pressure },
    frozen: now.frozen,
    unlimited: unlimitedOf(cpu.effectiveLimitCpus, memory.effectiveLimitBytes, pidsLimit).filter(
      // What cannot be read is not without a limit.
      (what) => now[what] !== null,
    ),
    unmeasuredReason: missingReason(now, memory, io),
  };
}

function cpuOf(
  { now, before, intervalMs, groups }: Readings,
  { limits, hostCpus }: GroupInHost,
): ControlReport['cpu'] {
  const { cpu } = now;
  const effectiveLimitCpus = effectiveCpus(groups, hostCpus);
  const earlier = before?.cpu ?? null;
  const used = growth(earlier?.usageMicros ?? null, cpu?.usageMicros ?? null);
  const usagePercent = processorPercent(used, intervalMs);
  return {
    limitCpus: cpusOf(cpu?.quotaMicros ?? null, cpu?.periodMicros ?? null),
    effectiveLimitCpus,
    quotaMicros: cpu?.quotaMicros ?? null,
    periodMicros: cpu?.periodMicros ?? null,
    shares: cpu?.shares ?? limits?.cpuShares ?? null,
    weight: cpu?.weight ?? null,
    cpuset: limits?.cpusetCpus ?? null,
    effectiveCpuset: cpu?.effectiveCpuset ?? cpu?.cpuset ?? null,
    usageMicros: cpu?.usageMicros ?? null,
    usagePercent,
    limitPercent: percent(usagePercent, effectiveLimitCpus === null ? null : effectiveLimitCpus * 100),
    periods: cpu?.periods ?? null,
    throttledPeriods: cpu?.throttledPeriods ?? null,
    throttledMicros: cpu?.throttledMicros ?? null,
    throttledPercent: percent(cpu?.throttledPeriods ?? null, cpu?.periods ?? null),
    throttledNowPercent: percent(
      growth(earlier?.throttledPeriods ?? null, cpu?.throttledPeriods ?? null),
      growth(earlier?.periods ?? null, cpu?.periods ?? null),
    ),
  };
}

/** Why figures are missing: controllers that could not be read, and what this kernel does not count. */
function missingReason(
  now: ControlGroupReading,
  memory: ControlReport['memory'],
  io: ControlReport['io'],
): string | null {
  const unread = (['cpu', 'memory', 'pids', 'io'] as const).filter((what) => now[what] === null);
  const uncounted = [
    ...(memory.currentBytes === null ? ['memory'] : []),
    ...(memory.peakBytes === null ? ['the peak of memory'] : []),
    ...(memory.swapBytes === null ? ['swap'] : []),
    ...(io.readBytes === null ? ['what it reads and writes'] : []),
  ];
  const reasons = [
    ...(unread.length === 0 ? [] : [`no control group of ${unread.join(', ')} could be read for it`]),
    ...(uncounted.length === 0 ? [] : [`not counted here: ${uncounted.join(', ')}`]),
  ];
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** What `docker stats` shows: the cache that goes first is no use of memory. */
export function workingSet(currentBytes: number | null, inactiveFileBytes: number | null): number | null {
  return currentBytes === null ? null : Math.max(0, currentBytes - (inactiveFileBytes ?? 0));
}

function memoryOf({ now: { memory }, groups }: Readings): ControlReport['memory'] {
  const effectiveLimitBytes = effectiveMemory(groups);
  const workingSetBytes = workingSet(memory?.currentBytes ?? null, memory?.inactiveFileBytes ?? null);
  return {
    limitBytes: memory?.limitBytes ?? null,
    effectiveLimitBytes,
    reservationBytes: memory?.reservationBytes ?? null,
    currentBytes: memory?.currentBytes ?? null,
    workingSetBytes,
    peakBytes: memory?.peakBytes ?? null,
    limitPercent: percent(workingSetBytes, effectiveLimitBytes),
    swapLimitBytes: memory?.swapLimitBytes ?? null,
    swapBytes: memory?.swapBytes ?? null,
    oomKills: memory?.oomKills ?? null,
  };
}

/** Bytes of all devices; `null` where nobody counts them. */
function total(io: IoControl | null, what: 'readBytes' | 'writtenBytes'): number | null {
  const known = (io?.devices ?? []).map((device) => device[what]).filter((bytes) => bytes !== null);
  return io?.counted === true ? known.reduce(addBytes, 0) : null;
}

/** Of a device that is limited and was not used, the kernel tells its limits alone. */
function useOf(device: DeviceIo, io: IoControl | null) {
  const counted = (value: number | null): number | null => (io?.counted === true ? (value ?? 0) : null);
  return {
    readBytes: counted(device.readBytes),
    writtenBytes: counted(device.writtenBytes),
    readOperations: counted(device.readOperations),
    writeOperations: counted(device.writeOperations),
  };
}

function ioOf({ now, before, intervalMs }: Readings): ControlReport['io'] {
  const rate = (what: 'readBytes' | 'writtenBytes'): number | null =>
    perSecond(growth(total(before?.io ?? null, what), total(now.io, what)), intervalMs);
  return {
    weight: now.io?.weight ?? null,
    readBytes: total(now.io, 'readBytes'),
    writtenBytes: total(now.io, 'writtenBytes'),
    readBytesPerSecond: rate('readBytes'),
    writtenBytesPerSecond: rate('writtenBytes'),
    devices: (now.io?.devices ?? []).map((device) => ({ ...device, ...useOf(device, now.io) })),
  };
}
