import type { ProcessRecord, ProcessTable } from '../../model/process.js';

/** The last moment that RFC 3339 can write, milliseconds. */
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

/** How long before the engine's note of it a container's first process may have been made: the engine sets up networks between. */
const BEFORE_MS = 60_000;

/** `/proc/stat` has the machine's start in whole seconds. */
const AFTER_MS = 2000;

type Clock = Pick<ProcessTable, 'bootedAt' | 'ticksPerSecond'>;

/** When a process was started, milliseconds since 1970; `NaN` when the machine's start is not known. */
function startMs({ bootedAt, ticksPerSecond }: Clock, { startTicks }: ProcessRecord): number {
  return Date.parse(bootedAt ?? '') + (startTicks / ticksPerSecond) * 1000;
}

/** Milliseconds since 1970 as RFC 3339; `null` for `NaN` and what that cannot write. */
export function timeOf(ms: number): string | null {
  return ms >= 0 && ms <= LAST_MS ? new Date(ms).toISOString() : null;
}

/** When a process was started, RFC 3339. */
export function startedAt(clock: Clock, record: ProcessRecord): string | null {
  return timeOf(startMs(clock, record));
}

/**
 * Whether a process can be the one that a container was started with: both began together. An older one got its pid
 * before; a younger one got it after the container ended or the machine was started again, which the record of a
 * crashed engine does not know. The engine notes the start after the process was made.
 */
export function startedWith(clock: Clock, record: ProcessRecord, containerStartedAt: string | null): boolean {
  const at = startMs(clock, record);
  const noted = Date.parse(containerStartedAt ?? '');
  return at >= noted - BEFORE_MS && at <= noted + AFTER_MS;
}
