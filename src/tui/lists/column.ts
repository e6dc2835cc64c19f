import { fit, type Align } from '../../report/text/fit.js';
import { plain, type Paint } from '../theme/theme.js';
import type { RecordContext } from './context.js';

/** Content of a cell: text that is safe to show, and its color. A selected row shows the text alone. */
interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

export interface Column<R> {
  readonly title: string;
  /** Columns of the terminal; the least width of a column that grows. */
  readonly width: number;
  readonly align: Align;
  /** Takes what the others leave. */
  readonly grows?: boolean;
  /** The column with the highest number goes first when the terminal is narrow; 0 stays. */
  readonly drop: number;
  cell(record: R, context: RecordContext): Cell;
}

/** A column with the width it got. */
export interface PlacedColumn<R> {
  readonly column: Column<R>;
  readonly width: number;
}

const GAP = 2;
/** The cursor mark before the first column, and the margin at the end. */
const MARGIN = 4;

/** Chooses the columns that fit in `width` and shares the rest among those that grow. */
export function placeColumns<R>(columns: readonly Column<R>[], width: number): PlacedColumn<R>[] {
  const kept = [...columns];
  const needed = () => kept.reduce((sum, column) => sum + column.width + GAP, MARGIN - GAP);
  while (needed() > width) {
    const worst = kept.reduce((a, b) => (b.drop > a.drop ? b : a));
    if (worst.drop === 0) break;
    kept.splice(kept.indexOf(worst), 1);
  }
  const growing = kept.filter((column) => column.grows === true).length;
  let spare = Math.max(0, width - needed());
  let left = growing;
  return kept.map((column) => {
    if (column.grows !== true) return { column, width: column.width };
    const share = Math.floor(spare / left);
    spare -= share;
    left -= 1;
    return { column, width: column.width + share };
  });
}

/** The line of titles. */
export function headerLine<R>(placed: readonly PlacedColumn<R>[]): string {
  return `  ${placed.map(({ column, width }) => fit(column.title, width, column.align)).join(' '.repeat(GAP))}`;
}

/** One record as a line; the selected one without colors, marked at its start. */
export function recordLine<R>(
  placed: readonly PlacedColumn<R>[],
  record: R,
  selected: boolean,
  context: RecordContext,
): string {
  const cells = placed.map(({ column, width }) => {
    const { text, paint = plain } = column.cell(record, context);
    const fitted = fit(text, width, column.align);
    return selected ? fitted : paint(fitted);
  });
  return `${selected ? '▸ ' : '  '}${cells.join(' '.repeat(GAP))}`;
}
