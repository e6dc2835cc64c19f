import type { ControlGroupReading } from '../../model/cgroup.js';
import type { ContainerLimits } from '../../model/container-settings.js';
import { countCpus } from '../../model/cpu-list.js';

/** `cpu.cfs_period_us` where nobody set one; kernel, Documentation/scheduler/sched-bwc.rst. */
const DEFAULT_PERIOD_MICROS = 100_000;
/** `--cpus` counts in billionths. */
const NANO = 1_000_000_000;

/** The least of what limits; `null` when nothing does. */
export function least(limits: readonly (number | null)[]): number | null {
  const known = limits.filter((limit) => limit !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Processors that a quota stands for: 50000 of 100000 is 0.5, as `--cpus=.5`. */
export function cpusOf(quotaMicros: number | null, periodMicros: number | null): number | null {
  if (quotaMicros === null) return null;
  const period = periodMicros ?? DEFAULT_PERIOD_MICROS;
  return period === 0 ? null : quotaMicros / period;
}

/** Processors as the user set them, with `--cpus` or with a quota. */
export function configuredCpus(limits: ContainerLimits | null): number | null {
  if (limits === null) return null;
  return limits.nanoCpus === null
    ? cpusOf(limits.cpuQuotaMicros, limits.cpuPeriodMicros)
    : limits.nanoCpus / NANO;
}

/** Processors that a cpuset leaves; `null` when it leaves all of the host's. */
export function cpusetLimit(cpuset: string | null, hostCpus: number | null): number | null {
  const count = cpuset === null ? null : countCpus(cpuset);
  return count === null || (hostCpus !== null && count >= hostCpus) ? null : count;
}

/** What a group and those above it leave of the processors. */
export function effectiveCpus(
  groups: readonly ControlGroupReading[],
  hostCpus: number | null,
): number | null {
  const [own] = groups;
  return least([
    ...groups.map(({ cpu }) => (cpu === null ? null : cpusOf(cpu.quotaMicros, cpu.periodMicros))),
    cpusetLimit(own?.cpu?.effectiveCpuset ?? own?.cpu?.cpuset ?? null, hostCpus),
  ]);
}

/** What a group and those above it leave of memory, bytes. */
export function effectiveMemory(groups: readonly ControlGroupReading[]): number | null {
  return least(
    groups.flatMap(({ memory }) =>
      memory === null ? [] : [memory.limitBytes, memory.hierarchicalLimitBytes],
    ),
  );
}

/** What a group and those above it leave of processes and threads. */
export function effectivePids(groups: readonly ControlGroupReading[]): number | null {
  return least(groups.map(({ pids }) => pids?.limit ?? null));
}

/** Swap alone, of a limit for memory and swap together. */
export function swapAlone(limits: ContainerLimits): number | null {
  const { memoryBytes, memorySwapBytes } = limits;
  if (memoryBytes === null || memorySwapBytes === null || memorySwapBytes < 0) return null;
  return Math.max(0, memorySwapBytes - memoryBytes);
}
