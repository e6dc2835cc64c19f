import { type ByteStyle, formatBytes, formatCount, UNMEASURED } from '../../report/text/bytes.js';

/** Marks a figure that can only grow: the scan has not seen everything yet. */
const LOWER_BOUND = '≥';

/** Bytes for a cell: `≥1.20 GB` for a lower bound, `?` when unmeasured. */
export function bytesFigure(bytes: number | null, lowerBound: boolean, style: ByteStyle): string {
  return mark(formatBytes(bytes, style), lowerBound);
}

/** A count for a cell, marked as `bytesFigure` does. */
export function countFigure(count: number | null, lowerBound: boolean): string {
  return mark(formatCount(count), lowerBound);
}

function mark(text: string, lowerBound: boolean): string {
  return lowerBound && text !== UNMEASURED ? `${LOWER_BOUND}${text}` : text;
}

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
