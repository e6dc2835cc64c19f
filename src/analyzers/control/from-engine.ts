import type { ContainerLimits } from '../../model/container-settings.js';
import type { EngineLive, EngineStats } from '../../model/engine-processes.js';
import type { ControlReport } from '../../report/types.js';
import { workingSet } from './from-cgroup.js';
import { controlFromSettings } from './from-settings.js';
import { least } from './limits.js';
import { growth, intervalOf, percent, perSecond, processorPercent } from './rates.js';
import { unlimitedOf } from './unlimited.js';

const NO_LIMITS: ContainerLimits = {
  nanoCpus: null,
  cpuQuotaMicros: null,
  cpuPeriodMicros: null,
  cpuShares: null,
  cpusetCpus: null,
  cpusetMems: null,
  memoryBytes: null,
  memorySwapBytes: null,
  memoryReservationBytes: null,
  pidsLimit: null,
  blockIoWeight: null,
  deviceRates: [],
  oomKillDisable: false,
  cgroupParent: null,
};

/** What an engine's `stats` leave out: its limits of the processor are those that were set. */
const REASON =
  'told by the engine, whose control groups are not on this host: swap, OOM kills, pressure and limits above the container are not known';

/** Limits as they were set, and use as the engine of another host tells it. */
export function controlFromEngine(
  { first, later }: NonNullable<ReturnType<EngineLive['stats']['get']>>,
  limits: ContainerLimits | null,
): ControlReport {
  const configured = controlFromSettings(limits ?? NO_LIMITS, null, REASON);
  const now = later ?? first;
  const before = later === null ? null : first;
  const intervalMs = before === null ? null : intervalOf(Date.parse(before.readAt), Date.parse(now.readAt));
  const grown = (what: CounterName): number | null =>
    intervalMs === null ? null : growth(before?.[what] ?? null, now[what]);
  const usagePercent = processorPercent(grown('cpuUsageMicros'), intervalMs);
  const { effectiveLimitCpus } = configured.cpu;
  const memoryLimit = least([now.memoryLimitBytes, configured.memory.limitBytes]);
  const pidsLimit = now.pidsLimit ?? configured.pids.limit;
  const workingSetBytes = workingSet(now.memoryCurrentBytes, now.inactiveFileBytes);
  return {
    ...configured,
    readFrom: 'engine',
    intervalMs,
    cpu: {
      ...configured.cpu,
      usageMicros: now.cpuUsageMicros,
      usagePercent,
      limitPercent: percent(usagePercent, effectiveLimitCpus === null ? null : effectiveLimitCpus * 100),
      periods: now.periods,
      throttledPeriods: now.throttledPeriods,
      throttledMicros: now.throttledMicros,
      throttledPercent: percent(now.throttledPeriods, now.periods),
      throttledNowPercent: percent(grown('throttledPeriods'), grown('periods')),
    },
    memory: {
      ...configured.memory,
      limitBytes: now.memoryLimitBytes ?? configured.memory.limitBytes,
      effectiveLimitBytes: memoryLimit,
      currentBytes: now.memoryCurrentBytes,
      workingSetBytes,
      peakBytes: now.memoryPeakBytes,
      limitPercent: percent(workingSetBytes, memoryLimit),
    },
    pids: {
      limit: pidsLimit,
      effectiveLimit: pidsLimit,
      current: now.pids,
      limitPercent: percent(now.pids, pidsLimit),
    },
    io: {
      ...configured.io,
      readBytes: now.readBytes,
      writtenBytes: now.writtenBytes,
      readBytesPerSecond: perSecond(grown('readBytes'), intervalMs),
      writtenBytesPerSecond: perSecond(grown('writtenBytes'), intervalMs),
    },
    unlimited: unlimitedOf(effectiveLimitCpus, memoryLimit, pidsLimit).filter(
      // Without what was set, nobody knows whether a quota limits it.
      (what) => limits !== null || what !== 'cpu',
    ),
  };
}

type CounterName = keyof Pick<
  EngineStats,
  'cpuUsageMicros' | 'periods' | 'throttledPeriods' | 'readBytes' | 'writtenBytes'
>;
