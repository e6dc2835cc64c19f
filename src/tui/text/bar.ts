const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A share between 0 and 1, whatever came in. */
export function clampFraction(fraction: number): number {
  return Number.isFinite(fraction) ? Math.max(0, Math.min(1, fraction)) : 0;
}

/** `part` of `whole` for a bar; `null` when one is unmeasured or the whole is nothing. */
export function fractionOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : clampFraction(part / whole);
}

/** A horizontal bar, exact to an eighth of a column; anything above 0 is visible. At most `width` columns. */
export function bar(fraction: number, width: number): string {
  const share = clampFraction(fraction);
  if (share === 0 || width <= 0) return '';
  const eighths = Math.max(1, Math.round(share * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/**
 * Whole columns for consecutive shares of one bar. Each is rounded at its two ends, so the columns add up to the
 * rounded sum; a share above 0 gets a column as long as there is one left.
 */
export function stackColumns(fractions: readonly number[], width: number): number[] {
  let sum = 0;
  let end = 0;
  return fractions.map((fraction) => {
    sum += clampFraction(fraction);
    const least = fraction > 0 ? end + 1 : end;
    const next = Math.min(width, Math.max(least, Math.round(sum * width)));
    const columns = next - end;
    end = next;
    return columns;
  });
}
