import { parseUnsigned, toCount } from './numbers.js';

/** A limit as a file has it: a number, or none at all. */
export type Limit = number | 'none';

/**
 * A file that has one limit: version 2 writes `max` where there is none, and version 1 the greatest number of pages in
 * bytes (9223372036854771712 with pages of 4 KiB), or -1. Every number that is more than a double holds exactly
 * (8 PiB) is none: nothing has as much.
 *
 * @returns `null` for any other text
 * Source: kernel, Documentation/admin-guide/cgroup-v2.rst; mm/page_counter.c, `PAGE_COUNTER_MAX`.
 */
export function parseLimit(text: string): Limit | null {
  const word = text.trim();
  if (word === 'max' || word === '-1') return 'none';
  const value = parseUnsigned(word);
  return value === null ? null : (toCount(value) ?? 'none');
}

/** The same for a model in which `null` is no limit; `undefined` where the text is no limit at all. */
export function limitOrNull(limit: Limit | null): number | null {
  return limit === 'none' ? null : limit;
}
