import type { ProcessRecord, ProcessTable } from '../../../model/process.js';

/** When a process was started, RFC 3339; `null` when the machine does not say when it was started itself. */
export function startedAt(
  { bootedAt, ticksPerSecond }: ProcessTable,
  { startTicks }: ProcessRecord,
): string | null {
  const booted = bootedAt === null ? Number.NaN : Date.parse(bootedAt);
  const started = new Date(booted + (startTicks / ticksPerSecond) * 1000);
  return Number.isNaN(started.getTime()) ? null : started.toISOString();
}
