import { type ByteStyle, UNMEASURED } from '../../report/text/bytes.js';

/** Columns for the widest byte figure: `≥999.99 GB`, or `≥1023.99 GiB` with binary units. */
export function bytesWidth(style: ByteStyle): number {
  return style.iec ? 12 : 10;
}

/** `2024-05-01 09:30`, UTC; `?` when not known. */
export function dateText(time: string | null): string {
  if (time === null) return UNMEASURED;
  const parsed = new Date(time);
  return Number.isNaN(parsed.getTime()) ? UNMEASURED : parsed.toISOString().slice(0, 16).replace('T', ' ');
}
