import type { ListState } from './state.js';

export interface Place {
  /** Position of the cursor among the selected records; 0 when there is none. */
  readonly cursor: number;
  /** First visible row. */
  readonly offset: number;
}

/** `value` within 0 and `most`. */
export function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

/**
 * Where cursor and window of a list are now: on the same record as before when it is still there, wherever new
 * figures sorted it, and always within the records and on the screen.
 */
export function place(
  list: Pick<ListState, 'cursor' | 'selectedId' | 'offset'>,
  ids: readonly string[],
  rows: number,
): Place {
  const last = ids.length - 1;
  let cursor = clamp(list.cursor, last);
  if (list.selectedId !== null && ids[cursor] !== list.selectedId) {
    const found = ids.indexOf(list.selectedId);
    if (found >= 0) cursor = found;
  }
  const visible = Math.max(1, rows);
  const least = Math.max(0, cursor - visible + 1);
  const offset = clamp(Math.max(least, Math.min(list.offset, cursor)), Math.max(0, ids.length - visible));
  return { cursor, offset };
}
