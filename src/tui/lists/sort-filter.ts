import type { SortKey } from './list-spec.js';

type Value = number | string | null;

function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

/** The records in the order of `key`; stable, and those without a value last in both directions. */
export function sortRecords<R>(records: readonly R[], key: SortKey<R>, descending: boolean): readonly R[] {
  const sign = descending ? -1 : 1;
  return records
    .map((record) => {
      const value = key.value(record);
      return { record, value: typeof value === 'string' ? value.toLowerCase() : value };
    })
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * compareValues(a.value, b.value);
    })
    .map(({ record }) => record);
}

/** The records in which each word of `filter` occurs somewhere, whatever its case. The same array without words. */
export function filterRecords<R>(
  records: readonly R[],
  filter: string,
  haystack: (record: R) => readonly (string | null)[],
): readonly R[] {
  const words = filter.toLowerCase().split(' ').filter(Boolean);
  if (words.length === 0) return records;
  return records.filter((record) => {
    const text = haystack(record).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
