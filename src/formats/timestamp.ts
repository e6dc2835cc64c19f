const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
/** `toISOString` of a year from 0000 to 9999. */
const ISO_LENGTH = '2026-01-01T00:00:00.000Z'.length;
const NANOSECONDS = 1_000_000_000n;
const LAST_SECOND = 253_402_300_799n;

function format(milliseconds: number, fraction: string): string | null {
  const iso = new Date(milliseconds).toISOString();
  if (iso.length !== ISO_LENGTH) return null;
  const digits = fraction.replace(/0+$/, '');
  return `${iso.slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`;
}

/**
 * RFC 3339 in UTC from the text that Go programs write, in Go's own form (nanoseconds, no trailing zeros); `null`
 * for anything else and for Go's zero time, which stands for "not set".
 */
export function utcTimestamp(text: string): string | null {
  const [, seconds, fraction, zone] = RFC_3339.exec(text) ?? [];
  if (seconds === undefined || zone === undefined || seconds.startsWith('0001-')) return null;
  const milliseconds = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(milliseconds) ? null : format(milliseconds, fraction?.slice(1) ?? '');
}

/** RFC 3339 in UTC from nanoseconds since 1970; `null` for 0 ("not set"), negative numbers and years after 9999. */
export function timestampFromNanoseconds(nanoseconds: bigint): string | null {
  const seconds = nanoseconds / NANOSECONDS;
  if (nanoseconds <= 0n || seconds > LAST_SECOND) return null;
  return format(Number(seconds) * 1000, (nanoseconds % NANOSECONDS).toString().padStart(9, '0'));
}
