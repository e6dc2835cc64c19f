import type {
  ControlGroup,
  ControlGroupReading,
  CpuControl,
  MemoryControl,
} from '../../../src/model/cgroup.js';

export function someCpu(fields: Partial<CpuControl> = {}): CpuControl {
  return {
    quotaMicros: null,
    periodMicros: 100_000,
    shares: null,
    weight: 100,
    cpuset: null,
    effectiveCpuset: '0-3',
    usageMicros: 0,
    periods: 0,
    throttledPeriods: 0,
    throttledMicros: 0,
    ...fields,
  };
}

export function someMemory(fields: Partial<MemoryControl> = {}): MemoryControl {
  return {
    limitBytes: null,
    hierarchicalLimitBytes: null,
    reservationBytes: null,
    highBytes: null,
    currentBytes: 0,
    peakBytes: 0,
    inactiveFileBytes: 0,
    swapLimitBytes: null,
    swapBytes: 0,
    oomKills: 0,
    ...fields,
  };
}

export function aReading(fields: Partial<ControlGroupReading> = {}): ControlGroupReading {
  return {
    path: '/docker/a',
    atMs: 0,
    cpu: someCpu(),
    memory: someMemory(),
    pids: { limit: null, current: 1 },
    io: { weight: null, counted: true, devices: [] },
    pressure: null,
    frozen: false,
    ...fields,
  };
}

export function aGroup(
  first: Partial<ControlGroupReading>,
  later: Partial<ControlGroupReading> | null = null,
  ancestors: readonly Partial<ControlGroupReading>[] = [],
): ControlGroup {
  return {
    first: aReading(first),
    later: later === null ? null : aReading(later),
    ancestors: ancestors.map((fields) => aReading(fields)),
  };
}
