import { sourceOf } from '../figure-source.js';
import type { Report, RootReport } from '../types.js';
import { type ByteStyle, formatBytes, formatCount, UNMEASURED } from './bytes.js';

/** Marks a figure that can only be more: not everything was seen. */
export const LOWER_BOUND = '≥';

/** Marks a figure that the engine told or recorded: nothing was measured on the disk. */
export const TOLD = '~';

/** What stands before a figure; nothing when it was measured in full. */
export type Mark = '' | typeof LOWER_BOUND | typeof TOLD;

/** How far the figures that were measured on disk can be trusted. */
export interface Certainty {
  /** A scan runs or was cancelled: every measured figure can only grow. */
  readonly partial: boolean;
  /** Everything below the roots was seen. */
  readonly exact: boolean;
}

/** The certainty of figures that come from these roots. */
export function certaintyOf(roots: readonly Pick<RootReport, 'scan'>[]): Certainty {
  return {
    partial: roots.some(({ scan }) => scan.state === 'running' || scan.state === 'cancelled'),
    exact: roots.every(({ scan }) => scan.state === 'complete' && scan.unreadable === 0),
  };
}

/**
 * The mark for the figures of a record, or for one of them by name. Records without provenance of their own are
 * measured; a reason alone makes no lower bound, because it may be about another figure of the record that is missing.
 */
export function markOf(record: object, { partial, exact }: Certainty, field?: string): Mark {
  const { source, reason } = sourceOf(record, field);
  if (source === 'engine' || source === 'computed') return TOLD;
  if (source !== 'disk') return '';
  return partial || (reason !== null && !exact) ? LOWER_BOUND : '';
}

function marked(text: string, mark: Mark): string {
  return text === UNMEASURED ? text : `${mark}${text}`;
}

/** Bytes with their mark: `1.20 GB`, `≥1.20 GB`, `~1.20 GB`; `?` when unmeasured. */
export function bytesFigure(bytes: number | null, mark: Mark, style: ByteStyle): string {
  return marked(formatBytes(bytes, style), mark);
}

/** A count, marked as `bytesFigure` does. */
export function countFigure(count: number | null, mark: Mark): string {
  return marked(formatCount(count), mark);
}

/** How cells of a list are written. */
export interface CellStyle extends ByteStyle {
  readonly certainty: Certainty;
  /** RFC 3339: what ages are counted from. */
  readonly now: string;
}

/** The style for the cells of a report's lists. */
export function cellStyle(report: Report, { iec }: ByteStyle): CellStyle {
  return { iec, certainty: certaintyOf(report.roots), now: report.generatedAt };
}

const MEANINGS: readonly (readonly [sign: string, meaning: string])[] = [
  [LOWER_BOUND, 'at least, not everything was seen'],
  [UNMEASURED, 'not measured'],
  [TOLD, 'told by the engine or from recorded sizes, not measured on the disk'],
];

/** One line that explains the marks that occur in the cells with figures; none when there are none. */
export function legendOf(figures: Iterable<string>): string[] {
  const seen = new Set<string>();
  for (const figure of figures) seen.add(figure.charAt(0));
  const meanings = MEANINGS.filter(([sign]) => seen.has(sign)).map(([sign, text]) => `${sign} ${text}`);
  return meanings.length === 0 ? [] : [meanings.join(' · ')];
}
