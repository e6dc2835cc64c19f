/** A part of a user namespace's `uid_map`, user_namespaces(7). */
export interface IdRange {
  readonly inside: number;
  readonly outside: number;
  readonly length: number;
}

/** An id as those in the namespace see it; `null` where it has none there (they see the overflow id, 65534). */
export function insideId(ranges: readonly IdRange[], outside: number): number | null {
  const range = ranges.find((one) => outside >= one.outside && outside < one.outside + one.length);
  return range === undefined ? null : range.inside + (outside - range.outside);
}
