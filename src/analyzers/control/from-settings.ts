import type { ContainerLimits, DeviceRate } from '../../model/container-settings.js';
import type { ControlReport } from '../../report/types.js';
import { configuredCpus, cpusetLimit, least, swapAlone } from './limits.js';
import { unlimitedOf } from './unlimited.js';

type Device = ControlReport['io']['devices'][number];

const NO_IO = {
  readBytes: null,
  writtenBytes: null,
  readOperations: null,
  writeOperations: null,
  maxReadBytes: null,
  maxWriteBytes: null,
  maxReadOperations: null,
  maxWriteOperations: null,
} satisfies Omit<Device, 'device'>;

const LIMIT_OF = {
  'read-bytes': 'maxReadBytes',
  'write-bytes': 'maxWriteBytes',
  'read-operations': 'maxReadOperations',
  'write-operations': 'maxWriteOperations',
} as const satisfies Record<DeviceRate['what'], keyof Device>;

function devicesOf(rates: readonly DeviceRate[]): Device[] {
  const devices = new Map<string, Device>();
  for (const { path, what, perSecond } of rates) {
    const known = devices.get(path) ?? { device: path, ...NO_IO };
    devices.set(path, { ...known, [LIMIT_OF[what]]: perSecond });
  }
  return [...devices.values()];
}

/**
 * Limits as the user set them, for a container whose control group cannot be seen: it does not run, or runs elsewhere.
 * What it uses is not known then.
 */
export function controlFromSettings(
  limits: ContainerLimits,
  hostCpus: number | null,
  unmeasuredReason: string,
): ControlReport {
  const limitCpus = configuredCpus(limits);
  const effectiveLimitCpus = least([limitCpus, cpusetLimit(limits.cpusetCpus, hostCpus)]);
  return {
    layout: null,
    cgroupPath: null,
    readFrom: 'configuration',
    intervalMs: null,
    cpu: {
      limitCpus,
      effectiveLimitCpus,
      quotaMicros: limits.cpuQuotaMicros,
      periodMicros: limits.cpuPeriodMicros,
      shares: limits.cpuShares,
      weight: null,
      cpuset: limits.cpusetCpus,
      effectiveCpuset: null,
      usageMicros: null,
      usagePercent: null,
      limitPercent: null,
      periods: null,
      throttledPeriods: null,
      throttledMicros: null,
      throttledPercent: null,
      throttledNowPercent: null,
    },
    memory: {
      limitBytes: limits.memoryBytes,
      effectiveLimitBytes: limits.memoryBytes,
      reservationBytes: limits.memoryReservationBytes,
      currentBytes: null,
      workingSetBytes: null,
      peakBytes: null,
      limitPercent: null,
      swapLimitBytes: swapAlone(limits),
      swapBytes: null,
      oomKills: null,
    },
    pids: { limit: limits.pidsLimit, effectiveLimit: limits.pidsLimit, current: null, limitPercent: null },
    io: {
      weight: limits.blockIoWeight,
      readBytes: null,
      writtenBytes: null,
      readBytesPerSecond: null,
      writtenBytesPerSecond: null,
      devices: devicesOf(limits.deviceRates),
    },
    pressure: null,
    frozen: null,
    unlimited: unlimitedOf(effectiveLimitCpus, limits.memoryBytes, limits.pidsLimit),
    unmeasuredReason,
  };
}
