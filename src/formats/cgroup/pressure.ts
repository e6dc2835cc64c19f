import type { Pressure, PressureShare } from '../../model/cgroup.js';
import { parseUnsigned, toCount } from './numbers.js';

const LINE =
  /^(some|full) avg10=(\d{1,3}\.\d{1,2}) avg60=(\d{1,3}\.\d{1,2}) avg300=(\d{1,3}\.\d{1,2}) total=(\d{1,20})$/;

/**
 * Parses `cpu.pressure`, `memory.pressure` or `io.pressure`: averages in percent, the total in microseconds; `null`
 * when there is no line `some`.
 * Source: kernel, Documentation/accounting/psi.rst.
 */
export function parsePressure(text: string): Pressure | null {
  const shares = new Map<string, PressureShare>();
  for (const line of text.split('\n')) {
    const [, kind, avg10, avg60, avg300, total = ''] = LINE.exec(line) ?? [];
    const totalMicros = toCount(parseUnsigned(total));
    if (kind === undefined || totalMicros === null) continue;
    shares.set(kind, { avg10: Number(avg10), avg60: Number(avg60), avg300: Number(avg300), totalMicros });
  }
  const some = shares.get('some');
  return some === undefined ? null : { some, full: shares.get('full') ?? null };
}
