import { limitOrNull, parseLimit } from './limit.js';
import { parseCount } from './numbers.js';

/** How much processor time tasks have in each period; `quotaMicros` is `null` where there is no limit. */
export interface CpuMax {
  readonly quotaMicros: number | null;
  readonly periodMicros: number;
}

/** Parses `cpu.max`: `50000 100000` or `max 100000`, microseconds; `null` for any other text. */
export function parseCpuMax(text: string): CpuMax | null {
  const words = text.trim().split(' ');
  const limit = parseLimit(words[0] ?? '');
  const periodMicros = parseCount(words[1] ?? '');
  if (words.length !== 2 || limit === null || periodMicros === null || periodMicros === 0) return null;
  return { quotaMicros: limitOrNull(limit), periodMicros };
}
