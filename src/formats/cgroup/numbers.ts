const DIGITS = /^\d{1,20}$/;

/** A whole number of at most 64 bits; `null` for any other text. */
export function parseUnsigned(text: string): bigint | null {
  return DIGITS.test(text) ? BigInt(text) : null;
}

/** As a number; `null` where a double does not hold it exactly. */
export function toCount(value: bigint | null | undefined): number | null {
  if (value === null || value === undefined || value < 0n) return null;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

/**
 * Nanoseconds as whole microseconds. Not by way of a number of nanoseconds: 104 days of one processor are already more
 * of them than a double holds exactly.
 */
export function toMicros(nanoseconds: bigint | null | undefined): number | null {
  return nanoseconds === null || nanoseconds === undefined ? null : toCount(nanoseconds / 1000n);
}

/** A file that has one number, such as `pids.current`; `null` for any other text. */
export function parseCount(text: string): number | null {
  return toCount(parseUnsigned(text.trim()));
}
