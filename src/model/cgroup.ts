/**
 * How control groups are mounted (`/sys/fs/cgroup`): `hybrid` has the controllers in hierarchies of version 1 beside
 * an unified one that has none, or only some.
 */
export const CGROUP_LAYOUTS = ['v1', 'hybrid', 'v2'] as const;

export type CgroupLayout = (typeof CGROUP_LAYOUTS)[number];

/** A share of time that tasks were held up, `*.pressure`; Documentation/accounting/psi.rst. Averages in percent. */
export interface PressureShare {
  readonly avg10: number;
  readonly avg60: number;
  readonly avg300: number;
  readonly totalMicros: number;
}

/** `full` is missing where the kernel does not have it. */
export interface Pressure {
  readonly some: PressureShare;
  readonly full: PressureShare | null;
}

/** Limit and use of the processor. Times since the group was made, microseconds. `null`: not there or not readable. */
export interface CpuControl {
  /** `null`: no limit. */
  readonly quotaMicros: number | null;
  readonly periodMicros: number | null;
  /** `cpu.shares` of version 1 (1024 by default). */
  readonly shares: number | null;
  /** `cpu.weight` of version 2 (100 by default). */
  readonly weight: number | null;
  readonly cpuset: string | null;
  readonly effectiveCpuset: string | null;
  readonly usageMicros: number | null;
  readonly periods: number | null;
  readonly throttledPeriods: number | null;
  readonly throttledMicros: number | null;
}

/** Bytes. A limit that is `null` is none. */
export interface MemoryControl {
  readonly limitBytes: number | null;
  /** The least limit of the group and those above it where the kernel says (`hierarchical_memory_limit`, version 1). */
  readonly hierarchicalLimitBytes: number | null;
  /** What it keeps when memory is short, `memory.low`; of version 1 `memory.soft_limit_in_bytes`. */
  readonly reservationBytes: number | null;
  /** Above it the group is slowed down, `memory.high` (version 2). */
  readonly highBytes: number | null;
  readonly currentBytes: number | null;
  readonly peakBytes: number | null;
  /** Page cache that goes first: `docker stats` takes it off the use. */
  readonly inactiveFileBytes: number | null;
  /** Limit of swap alone: of version 1 `memory.memsw` less the memory limit. */
  readonly swapLimitBytes: number | null;
  readonly swapBytes: number | null;
  readonly oomKills: number | null;
}

export interface PidsControl {
  /** `null`: no limit. */
  readonly limit: number | null;
  readonly current: number | null;
}

/** Use of one block device, and its limits by second. */
export interface DeviceIo {
  /** `major:minor`. */
  readonly device: string;
  readonly readBytes: number | null;
  readonly writtenBytes: number | null;
  readonly readOperations: number | null;
  readonly writeOperations: number | null;
  readonly maxReadBytes: number | null;
  readonly maxWriteBytes: number | null;
  readonly maxReadOperations: number | null;
  readonly maxWriteOperations: number | null;
}

export interface IoControl {
  readonly weight: number | null;
  /** The kernel counts what the group uses: a device that is missing then was not used. */
  readonly counted: boolean;
  readonly devices: readonly DeviceIo[];
}

/**
 * What the files of one control group said. A controller is `null` where its hierarchy is not mounted, or its files may
 * not be read; one of version 2 that is not enabled for the group is there, without limits.
 */
export interface ControlGroupReading {
  /** Path in its hierarchy, as `/proc/PID/cgroup` has it. */
  readonly path: string;
  /** Milliseconds of a clock that never goes back, for rates between two readings. */
  readonly atMs: number;
  readonly cpu: CpuControl | null;
  readonly memory: MemoryControl | null;
  readonly pids: PidsControl | null;
  readonly io: IoControl | null;
  readonly pressure: {
    readonly cpu: Pressure | null;
    readonly memory: Pressure | null;
    readonly io: Pressure | null;
  } | null;
  readonly frozen: boolean | null;
}

/** One group with those above it, the nearest first: limits of version 2 hold for all below. */
export interface ControlGroup {
  readonly first: ControlGroupReading;
  /** A later reading of the same group, for rates; `null` when there was none. */
  readonly later: ControlGroupReading | null;
  readonly ancestors: readonly ControlGroupReading[];
}

/** One reading of all containers' groups, by container id. */
export interface ControlGroupReadings {
  readonly layout: CgroupLayout;
  readonly groups: ReadonlyMap<
    string,
    { readonly reading: ControlGroupReading; readonly ancestors: readonly ControlGroupReading[] }
  >;
}

/** The control groups of all containers that were asked for, by container id. */
export interface ControlGroups {
  readonly layout: CgroupLayout;
  readonly groups: ReadonlyMap<string, ControlGroup>;
}
