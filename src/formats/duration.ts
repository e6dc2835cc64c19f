const UNITS_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** What `parseDuration` takes, for messages. */
export const DURATION_FORMS = 'a time such as 90m, 12h, 30d or 2w, or 0 for none';

/**
 * Reads a time such as `30d`: minutes, hours, days or weeks, with a fraction if need be; `0` needs no unit.
 * @returns whole milliseconds, `null` where it is no time.
 */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  const match = /^(\d{1,9}(?:\.\d{1,6})?) ?([mhdw])$/i.exec(trimmed);
  const unit = UNITS_MS[match?.[2]?.toLowerCase() ?? ''];
  if (match === null || unit === undefined) return null;
  const milliseconds = Math.round(Number(match[1]) * unit);
  return Number.isSafeInteger(milliseconds) ? milliseconds : null;
}
