import type { Column } from '../../report/lists/column.js';
import { formatCount, UNMEASURED } from '../../report/text/bytes.js';
import { displayWidth, fit } from '../../report/text/fit.js';
import { displayText } from '../text/display-text.js';
import { bytesWidth } from '../text/figure.js';
import { type Paint, plain, type Theme } from '../theme/theme.js';
import type { RecordContext } from './context.js';

/** What a screen adds to a column of the report's list: its width and its color. */
export interface ScreenColumn<R> {
  /** Key of the column in the list's definition. */
  readonly key: string;
  /** Columns of the terminal; the least width of a column that grows. Figures have theirs from the figures. */
  readonly width?: number;
  /** Takes what the others leave. */
  readonly grows?: boolean;
  readonly paint?: (record: R, theme: Theme) => Paint;
}

/** A column as a screen shows it. */
export interface CellColumn<R> {
  readonly title: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly grows: boolean;
  /** The column with the highest number goes first when the terminal is narrow; 0 stays. */
  readonly drop: number;
  /** Text that is safe to show, in exactly `width` columns, and its color. */
  cell(record: R, width: number, context: RecordContext): { readonly text: string; readonly paint: Paint };
}

/** Width of a column of the definition where the screen does not say. */
function widthOf<R>(column: Column<R>, records: readonly R[], context: RecordContext): number {
  if (column.kind === 'bytes') return bytesWidth(context.style);
  if (column.kind === 'count') {
    // One more for a mark: a count that is cut would be another count.
    return records.reduce((width, record) => {
      const count = column.value(record);
      return typeof count === 'number' ? Math.max(width, formatCount(count).length + 1) : width;
    }, 1);
  }
  return column.kind === 'time' ? 10 : 12;
}

/** Figures that step back: nothing, and unmeasured. */
const FAINT: readonly string[] = ['0 B', '0', UNMEASURED];

/** Joins a column of the definition with what the screen adds to it. */
export function cellColumn<R>(
  column: Column<R>,
  screen: ScreenColumn<R>,
  records: readonly R[],
  context: RecordContext,
): CellColumn<R> {
  const { title, align, shrinks, drop = 0 } = column;
  return {
    title,
    width: Math.max(displayWidth(title), screen.width ?? widthOf(column, records, context)),
    align,
    grows: screen.grows === true,
    drop,
    cell(record, width, { cells, theme }) {
      const text = displayText(column.text(record, cells));
      const faint = align === 'right' && FAINT.includes(text);
      const paint = faint ? theme.muted : (screen.paint?.(record, theme) ?? plain);
      return { text: fit(text, width, align, shrinks), paint };
    },
  };
}

/** A column with the width it got. */
export interface PlacedColumn<R> {
  readonly column: CellColumn<R>;
  readonly width: number;
}

const GAP = 2;
/** The cursor mark before the first column, and the margin at the end. */
const MARGIN = 4;

/** Chooses the columns that fit in `width` and shares the rest among those that grow. */
export function placeColumns<R>(columns: readonly CellColumn<R>[], width: number): PlacedColumn<R>[] {
  const kept = [...columns];
  const needed = () => kept.reduce((sum, column) => sum + column.width + GAP, MARGIN - GAP);
  while (needed() > width) {
    const worst = kept.reduce((a, b) => (b.drop > a.drop ? b : a));
    if (worst.drop === 0) break;
    kept.splice(kept.indexOf(worst), 1);
  }
  const growing = kept.filter((column) => column.grows).length;
  let spare = Math.max(0, width - needed());
  let left = growing;
  return kept.map((column) => {
    if (!column.grows) return { column, width: column.width };
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
    const { text, paint } = column.cell(record, width, context);
    return selected ? text : paint(text);
  });
  return `${selected ? '▸ ' : '  '}${cells.join(' '.repeat(GAP))}`;
}
