import { parseUnsigned } from './numbers.js';

/**
 * Parses a flat-keyed file: `cpu.stat`, `memory.stat`, `memory.events`, `cgroup.events`, and of version 1
 * `memory.oom_control`. One key and one number a line; other lines are left out, of equal keys the last one counts.
 * Numbers are as long as the kernel's: version 1 has times in nanoseconds.
 * Source: kernel, Documentation/admin-guide/cgroup-v2.rst, "Format".
 */
export function parseFlatKeyed(text: string): ReadonlyMap<string, bigint> {
  const values = new Map<string, bigint>();
  for (const line of text.split('\n')) {
    const blank = line.indexOf(' ');
    const value = blank <= 0 ? null : parseUnsigned(line.slice(blank + 1));
    if (value !== null) values.set(line.slice(0, blank), value);
  }
  return values;
}
