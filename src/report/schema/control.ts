import { z } from 'zod';
import { CGROUP_LAYOUTS } from '../../model/cgroup.js';
import { countOrNull, text, textOrNull } from './common.js';

const ratioOrNull = z.number().nonnegative().nullable();

const pressureShare = z.object({
  avg10: z.number(),
  avg60: z.number(),
  avg300: z.number(),
  totalMicros: countOrNull,
});

const pressure = z.object({ some: pressureShare, full: pressureShare.nullable() }).nullable();

const cpuSchema = z.object({
  limitCpus: ratioOrNull.describe('processors it may use, as with --cpus; null: no limit'),
  effectiveLimitCpus: ratioOrNull.describe(
    'the least of its own limit, those of the groups above it, and the processors of its cpuset where these are not all',
  ),
  quotaMicros: countOrNull,
  periodMicros: countOrNull,
  shares: countOrNull.describe('as set, or as in cgroup v1; 1024 is the default'),
  weight: countOrNull.describe('as in cgroup v2; 100 is the default'),
  cpuset: textOrNull.describe('processors as set; null: all'),
  effectiveCpuset: textOrNull,
  usageMicros: countOrNull,
  usagePercent: ratioOrNull.describe('of one processor, between the two readings'),
  limitPercent: ratioOrNull.describe('use between the two readings, of the limit'),
  periods: countOrNull,
  throttledPeriods: countOrNull,
  throttledMicros: countOrNull,
  throttledPercent: ratioOrNull.describe('periods in which it was held back, of all since it was started'),
  throttledNowPercent: ratioOrNull.describe('the same between the two readings'),
});

const memorySchema = z.object({
  limitBytes: countOrNull.describe('null: no limit'),
  effectiveLimitBytes: countOrNull.describe('the least of its own limit and those of the groups above it'),
  reservationBytes: countOrNull,
  currentBytes: countOrNull,
  workingSetBytes: countOrNull.describe('without the page cache that goes first, as docker stats shows it'),
  peakBytes: countOrNull,
  limitPercent: ratioOrNull.describe('working set of the effective limit'),
  swapLimitBytes: countOrNull.describe('of swap alone; null: no limit, or none told'),
  swapBytes: countOrNull,
  oomKills: countOrNull,
});

const pidsSchema = z.object({
  limit: countOrNull.describe('null: no limit'),
  effectiveLimit: countOrNull.describe('the least of its own limit and those of the groups above it'),
  current: countOrNull,
  limitPercent: ratioOrNull.describe('of the effective limit'),
});

const deviceSchema = z.object({
  device: text.describe('major:minor, or the path it was named by'),
  readBytes: countOrNull,
  writtenBytes: countOrNull,
  readOperations: countOrNull,
  writeOperations: countOrNull,
  maxReadBytes: countOrNull.describe('per second; null: no limit'),
  maxWriteBytes: countOrNull,
  maxReadOperations: countOrNull,
  maxWriteOperations: countOrNull,
});

const ioSchema = z.object({
  weight: countOrNull,
  readBytes: countOrNull,
  writtenBytes: countOrNull,
  readBytesPerSecond: ratioOrNull,
  writtenBytesPerSecond: ratioOrNull,
  devices: z.array(deviceSchema),
});

/** What limits a container, and what it uses of that. */
export const controlSchema = z.object({
  layout: z.enum(CGROUP_LAYOUTS).nullable().describe('null: read from no control group here'),
  cgroupPath: textOrNull,
  readFrom: z
    .enum(['cgroup', 'engine', 'configuration'])
    .describe('cgroup: its files on this host; engine: as it says; configuration: as set, use unmeasured'),
  intervalMs: countOrNull.describe('between the two readings; null: there was one, and no rates'),
  cpu: cpuSchema,
  memory: memorySchema,
  pids: pidsSchema,
  io: ioSchema,
  pressure: z.object({ cpu: pressure, memory: pressure, io: pressure }).nullable(),
  frozen: z.boolean().nullable(),
  unlimited: z
    .array(z.enum(['cpu', 'memory', 'pids']))
    .describe('what nothing limits, groups above included'),
  unmeasuredReason: textOrNull.describe('why figures are null that a running container has'),
});
