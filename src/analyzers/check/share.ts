/** Shares are given in thousandths of a percent, so that they can be compared in whole numbers. */
const WHOLE = 100_000n;

function thousandths(percent: number): bigint {
  return BigInt(Math.round(percent * 1000));
}

/** Exactly, where a division would round: whether `part` is more than that share of `whole`. */
export function isAboveShare(part: number, whole: number, percent: number): boolean {
  return BigInt(part) * WHOLE > thousandths(percent) * BigInt(whole);
}

/** The largest part of `whole` that is not above the share. */
export function largestPart(whole: number, percent: number): number {
  return Number((thousandths(percent) * BigInt(whole)) / WHOLE);
}

/**
 * How much less `part` has to be, when `whole` loses the same, to be no more than that share of it: the smallest `x` with
 * `part − x ≤ share × (whole − x)`.
 */
export function lossToShare(part: number, whole: number, percent: number): number {
  const share = thousandths(percent);
  if (share >= WHOLE) return 0;
  const over = BigInt(part) * WHOLE - share * BigInt(whole);
  if (over <= 0n) return 0;
  const rest = WHOLE - share;
  return Math.min(part, Number((over + rest - 1n) / rest));
}

/** For people and JSON; what is compared is the pair of numbers itself. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}
