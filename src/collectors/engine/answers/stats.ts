import { z } from 'zod';
import type { EngineStats } from '../../../model/engine-processes.js';
import { count, parseObject } from './lenient.js';
import { time } from './time.js';

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an engine does not say of a part is `null` in it; a part that is missing has nothing but `null`. */
function part<T extends z.ZodRawShape>(shape: T) {
  const schema = z.object(shape);
  return z.preprocess((value) => (isRecord(value) ? value : {}), schema);
}

/** Nanoseconds, which pass the exact integers after 104 days; as microseconds they are exact enough for ever. */
const nanoseconds = z
  .number()
  .nonnegative()
  .transform((value) => Math.round(value / 1000))
  .pipe(z.int())
  .nullable()
  .catch(null);

const processor = part({
  cpu_usage: part({ total_usage: nanoseconds }),
  online_cpus: count,
  throttling_data: part({ periods: count, throttled_periods: count, throttled_time: nanoseconds }),
});

const answer = z.object({
  read: time,
  preread: time,
  cpu_stats: processor,
  precpu_stats: processor,
  memory_stats: part({
    usage: count,
    max_usage: count,
    limit: count,
    stats: part({ inactive_file: count, total_inactive_file: count }),
  }),
  // No limit is left out, or 2^64 - 1, which is not an exact number here either.
  pids_stats: part({ current: count, limit: count }),
  blkio_stats: part({ io_service_bytes_recursive: z.array(z.unknown()).nullable().catch(null) }),
});

type Answer = z.infer<typeof answer>;
type Processor = Answer['cpu_stats'];

/** `Read` and `Write` of control groups of version 1, `read` and `write` of version 2. */
const transfer = z.object({ op: z.string(), value: z.int().nonnegative() });

/** Bytes of all devices; `null` where the engine has no figures, or one that cannot be read. */
function transferred(
  entries: Answer['blkio_stats']['io_service_bytes_recursive'],
  op: string,
): number | null {
  if (entries === null) return null;
  let bytes = 0;
  for (const entry of entries) {
    const parsed = transfer.safeParse(entry);
    if (!parsed.success) return null;
    if (parsed.data.op.toLowerCase() === op) bytes += parsed.data.value;
  }
  return Number.isSafeInteger(bytes) ? bytes : null;
}

type ProcessorFigures = Pick<
  EngineStats,
  'cpuUsageMicros' | 'onlineCpus' | 'periods' | 'throttledPeriods' | 'throttledMicros'
>;

function processorFigures(stats: Processor): ProcessorFigures {
  return {
    cpuUsageMicros: stats.cpu_usage.total_usage,
    onlineCpus: stats.online_cpus,
    periods: stats.throttling_data.periods,
    throttledPeriods: stats.throttling_data.throttled_periods,
    throttledMicros: stats.throttling_data.throttled_time,
  };
}

/** What one answer says. */
export interface StatsAnswer {
  readonly stats: EngineStats;
  /**
   * The reading a second before, where the engine took one (without `one-shot`): of the processor alone. Limits, memory
   * and processes in it are those of the later one, transfers are `null`.
   */
  readonly earlier: EngineStats | null;
}

/**
 * `GET /containers/<id>/stats?stream=false`.
 * @param hostMemoryBytes memory of the engine's host, which engines give for the limit where there is none (moby
 * daemon/stats_unix.go); `null` when not known
 * @returns `null` for a container that does not run: then it has the zero time
 * @throws RequestError `garbage`
 */
export function parseStats(
  value: unknown,
  containerId: string,
  hostMemoryBytes: number | null,
): StatsAnswer | null {
  const parsed = parseObject(answer, value);
  const { memory_stats: memory, pids_stats: pids } = parsed;
  if (parsed.read === null) return null;
  const transfers = parsed.blkio_stats.io_service_bytes_recursive;
  const unlimited = memory.limit !== null && hostMemoryBytes !== null && memory.limit >= hostMemoryBytes;
  const stats: EngineStats = {
    containerId,
    readAt: parsed.read,
    ...processorFigures(parsed.cpu_stats),
    memoryLimitBytes: unlimited ? null : memory.limit,
    memoryCurrentBytes: memory.usage,
    memoryPeakBytes: memory.max_usage,
    // Version 1 counts the groups below only in the figures named `total`, which version 2 does not have.
    inactiveFileBytes: memory.stats.total_inactive_file ?? memory.stats.inactive_file,
    pids: pids.current,
    pidsLimit: pids.limit,
    readBytes: transferred(transfers, 'read'),
    writtenBytes: transferred(transfers, 'write'),
  };
  if (parsed.preread === null || Date.parse(parsed.preread) >= Date.parse(parsed.read))
    return { stats, earlier: null };
  const earlier = { readAt: parsed.preread, ...processorFigures(parsed.precpu_stats) };
  return { stats, earlier: { ...stats, ...earlier, readBytes: null, writtenBytes: null } };
}
