/**
 * Space taken by a set of inodes.
 *
 * `allocatedBytes` is `st_blocks` × 512 with each inode counted once: what `du --block-size=1` counts and what
 * deleting gives back. `apparentBytes` is the sum of `st_size` over the non-directories: what the engine mostly
 * reports. The two are never added to each other.
 */
export interface Usage {
  readonly allocatedBytes: number;
  readonly apparentBytes: number;
  readonly inodes: number;
}

export const NO_USAGE: Usage = { allocatedBytes: 0, apparentBytes: 0, inodes: 0 };

/**
 * Adds two byte counts. A hostile sparse file can claim 8 EiB, more than a double holds exactly, so the sum stops
 * at `Number.MAX_SAFE_INTEGER` instead of silently losing digits.
 */
export function addBytes(left: number, right: number): number {
  const sum = left + right;
  return sum > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : sum;
}

/** Adds two usages, saturating as {@link addBytes} does. */
export function addUsage(left: Usage, right: Usage): Usage {
  return {
    allocatedBytes: addBytes(left.allocatedBytes, right.allocatedBytes),
    apparentBytes: addBytes(left.apparentBytes, right.apparentBytes),
    inodes: addBytes(left.inodes, right.inodes),
  };
}

/** Sum of any number of usages. */
export function sumUsage(usages: Iterable<Usage>): Usage {
  let total = NO_USAGE;
  for (const usage of usages) total = addUsage(total, usage);
  return total;
}
