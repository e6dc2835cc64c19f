import { parseUnsigned, toCount } from './numbers.js';

/** A line of a file of version 1's block I/O controller. */
export interface BlkioEntry {
  /** `major:minor`. */
  readonly device: string;
  /** `Read`, `Write`, `Sync`, `Async`, `Discard`, `Total`; `null` where the file has none (limits). */
  readonly operation: string | null;
  readonly value: number;
}

const LINE = /^(\d{1,10}:\d{1,10})(?: ([A-Za-z]+))? (\d{1,20})$/;

/**
 * Parses `blkio.throttle.io_service_bytes` and the like (`8:0 Read 4096`), and the limits beside it (`8:0 1048576`);
 * other lines are left out, that of the sum over all devices among them.
 * Source: kernel, Documentation/admin-guide/cgroup-v1/blkio-controller.rst.
 */
export function parseBlkio(text: string): BlkioEntry[] {
  const entries: BlkioEntry[] = [];
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    const value = toCount(parseUnsigned(match?.[3] ?? ''));
    if (match === null || value === null) continue;
    entries.push({ device: match[1] ?? '', operation: match[2] ?? null, value });
  }
  return entries;
}
