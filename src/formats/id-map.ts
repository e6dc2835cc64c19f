import type { IdRange } from '../model/id-range.js';

const LINE = /^ *(\d{1,10}) +(\d{1,10}) +(\d{1,10})$/;

/** Ids are 32 bits wide; the last one means "none" (credentials(7)). */
const MAX_ID = 2 ** 32 - 1;

/** The kernel takes no more lines (`UID_GID_MAP_MAX_EXTENTS`). */
const MAX_RANGES = 340;

/**
 * Parses `/proc/PID/uid_map` or `gid_map` (user_namespaces(7)). "Outside" is the reader's user namespace, or for the
 * reader's own namespace the parent of it. Lines of another form are left out. A namespace whose map was not yet
 * written has no ranges.
 */
export function parseIdMap(text: string): IdRange[] {
  const ranges: IdRange[] = [];
  for (const line of text.split('\n', MAX_RANGES)) {
    const [, inside, outside, length] = LINE.exec(line) ?? [];
    if (inside === undefined || outside === undefined || length === undefined) continue;
    const range = { inside: Number(inside), outside: Number(outside), length: Number(length) };
    const last = Math.max(range.inside, range.outside) + range.length;
    if (range.length > 0 && last <= MAX_ID + 1) ranges.push(range);
  }
  return ranges;
}
