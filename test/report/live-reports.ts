import type { ContainerReport, ControlReport, NetworkReport, ProcessReport } from '../../src/report/types.js';

/** A report's record of which parts may be left out. */
type DeepPartial<T> = Partial<Omit<T, 'cpu' | 'memory' | 'pids' | 'io'>> & {
  readonly [Part in keyof T & ('cpu' | 'memory' | 'pids' | 'io')]?: Partial<T[Part]>;
};

/** What a report says of a container where nobody looked at processes, control groups and networks. */
export const NOTHING_LIVE = {
  processes: null,
  namespaces: [],
  risks: [],
  control: null,
  networkMode: null,
  endpoints: [],
  ports: [],
} satisfies Partial<ContainerReport>;

export function aNetworkReport(fields: Partial<NetworkReport> = {}): NetworkReport {
  return {
    id: 'ab'.repeat(32),
    name: 'shop',
    root: null,
    driver: 'bridge',
    scope: 'local',
    internal: false,
    attachable: false,
    ingress: false,
    enableIpv6: false,
    predefined: false,
    createdAt: null,
    labels: {},
    options: {},
    ipamDriver: null,
    subnets: [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1' }],
    hostInterface: null,
    hostInterfaceUp: null,
    endpoints: [],
    used: false,
    overlaps: [],
    unmeasuredReason: null,
    ...fields,
  };
}

/** A process of no container, the only one of its pid namespace's kind. */
export function aProcessReport(hostPid: number, fields: Partial<ProcessReport> = {}): ProcessReport {
  return {
    hostPid,
    nsPids: [hostPid],
    parentPid: null,
    role: 'container',
    containerId: null,
    containerName: null,
    watches: null,
    imageId: null,
    imageReference: null,
    composeProject: null,
    composeService: null,
    runtime: null,
    foundBy: null,
    entry: null,
    pidNamespace: 4026531836,
    comm: 'sleep',
    command: `sleep ${hostPid}`,
    hostUid: 0,
    hostUser: 'root',
    containerUid: 0,
    state: 'sleeping',
    kernelThread: false,
    rssBytes: 4096,
    threads: 1,
    startedAt: null,
    cgroupPath: null,
    unmeasuredReason: null,
    ...fields,
  };
}

/** A container that is read from a control group and has no limit at all; parts by their names. */
export function aControlReport(fields: DeepPartial<ControlReport> = {}): ControlReport {
  const { cpu, memory, pids, io, unlimited, ...others } = fields;
  return {
    layout: 'v2',
    cgroupPath: '/docker/x',
    readFrom: 'cgroup',
    intervalMs: null,
    pressure: null,
    frozen: null,
    unmeasuredReason: null,
    ...others,
    unlimited: unlimited ?? ['cpu', 'memory', 'pids'],
    cpu: {
      limitCpus: null,
      effectiveLimitCpus: null,
      quotaMicros: null,
      periodMicros: null,
      shares: null,
      weight: null,
      cpuset: null,
      effectiveCpuset: null,
      usageMicros: null,
      usagePercent: null,
      limitPercent: null,
      periods: null,
      throttledPeriods: null,
      throttledMicros: null,
      throttledPercent: null,
      throttledNowPercent: null,
      ...cpu,
    },
    memory: {
      limitBytes: null,
      effectiveLimitBytes: null,
      reservationBytes: null,
      currentBytes: null,
      workingSetBytes: null,
      peakBytes: null,
      limitPercent: null,
      swapLimitBytes: null,
      swapBytes: null,
      oomKills: null,
      ...memory,
    },
    pids: { limit: null, effectiveLimit: null, current: null, limitPercent: null, ...pids },
    io: {
      weight: null,
      readBytes: null,
      writtenBytes: null,
      readBytesPerSecond: null,
      writtenBytesPerSecond: null,
      devices: [],
      ...io,
    },
  };
}
