import { z } from 'zod';
import { count } from './lenient.js';
import { time } from './time.js';

/** What figures of containers are measured against. */
export interface HostStanding {
  /** Memory of the engine's host; `null` when it does not say. */
  readonly memoryBytes: number | null;
  /** How far its clock is ahead of ours, to about the time that the answer took. */
  readonly clockOffsetMs: number;
}

export const NO_STANDING: HostStanding = { memoryBytes: null, clockOffsetMs: 0 };

const answer = z.object({ MemTotal: count, SystemTime: time });

/** The same from `GET /info`, answered at `answeredAtMs` by our clock. 0 bytes of memory mean that it did not look. */
export function parseStanding(value: unknown, answeredAtMs: number): HostStanding {
  const { data } = answer.safeParse(value);
  if (data === undefined) return NO_STANDING;
  const offset = data.SystemTime === null ? 0 : Date.parse(data.SystemTime) - answeredAtMs;
  return { memoryBytes: data.MemTotal || null, clockOffsetMs: offset };
}
