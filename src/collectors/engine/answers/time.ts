import { z } from 'zod';

const RFC_3339 = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * A time as an engine writes it (RFC 3339, up to nanoseconds, any offset), in UTC with all its digits. `null` for the
 * zero time of Go, `0001-01-01T00:00:00Z`, which means "never", and for what is no time.
 */
export function parseTime(value: string): string | null {
  const match = RFC_3339.exec(value);
  if (match === null) return null;
  const [, seconds = '', fraction = '', offset = ''] = match;
  const milliseconds = Date.parse(`${seconds.toUpperCase()}${offset.toUpperCase()}`);
  if (Number.isNaN(milliseconds)) return null;
  const utc = new Date(milliseconds).toISOString();
  // Four-digit years only: others are written with a sign. The offset of a zone may move the zero time by a day.
  if (!/^\d{4}-/.test(utc) || utc < '0001-01-03') return null;
  return `${utc.slice(0, 19)}${fraction}Z`;
}

/** Seconds since 1970 as RFC 3339; `null` for 0 and for what is no time. */
export function timeOfSeconds(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  if (seconds <= 0 || Number.isNaN(date.getTime())) return null;
  const utc = date.toISOString();
  return /^\d{4}-/.test(utc) ? utc.replace('.000Z', 'Z') : null;
}

/** An RFC 3339 field of an answer. */
export const time = z.string().transform(parseTime).nullable().catch(null);

/** A field in seconds since 1970. */
export const unixTime = z.number().transform(timeOfSeconds).nullable().catch(null);
