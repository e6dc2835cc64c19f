import { type Align, displayWidth, fit, type Cut } from './fit.js';

export interface TableColumn {
  readonly title: string;
  readonly align: Align;
  /** May be shortened when the table is wider than the terminal; `middle`: both ends of it say something. */
  readonly shrinks?: Cut;
  /** The column with the highest number is left out first where there is no room; without one, or at 0, it stays. */
  readonly drop?: number;
}

const GAP = '  ';
/** A column that shrinks gives way to others only down to here … */
const READABLE = 24;
/** … and where nothing can be left out any more, down to here. */
const MIN_SHRUNK = 12;

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
}

/** Positions of the columns that there is room for. */
function chooseColumns(
  columns: readonly TableColumn[],
  natural: readonly number[],
  available: number,
): number[] {
  const least = columns.map((column, i) => {
    const width = natural[i] ?? 0;
    return column.shrinks === undefined ? width : Math.min(width, READABLE);
  });
  const kept = columns.map((_column, i) => i);
  const drop = (i: number | undefined): number => (i === undefined ? 0 : (columns[i]?.drop ?? 0));
  while (totalWidth(kept.map((i) => least[i] ?? 0)) > available) {
    const worst = kept.reduce((most, i) => (drop(i) > drop(most) ? i : most), kept[0] ?? 0);
    if (drop(worst) === 0) break;
    kept.splice(kept.indexOf(worst), 1);
  }
  return kept;
}

/** Widths that fit: columns that may shrink give way, the widest first. */
function fitWidths(columns: readonly TableColumn[], natural: readonly number[], available: number): number[] {
  const widths = [...natural];
  let excess = totalWidth(widths) - available;
  while (excess > 0) {
    let widest = -1;
    for (let i = 0; i < columns.length; i++) {
      const width = widths[i] ?? 0;
      const shrinks = columns[i]?.shrinks !== undefined;
      if (shrinks && width > MIN_SHRUNK && width > (widths[widest] ?? 0)) widest = i;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

/**
 * Lines of a table, title line first, aligned by display width. Cells must already be cleaned. Where the terminal is
 * narrow, whole columns are left out by their `drop`, and text is shortened; figures are never cut.
 * @param available columns of the terminal; `Infinity` when the output is no terminal.
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  available: number,
): string[] {
  const natural = columns.map((column, i) =>
    rows.reduce((width, row) => Math.max(width, displayWidth(row[i] ?? '')), displayWidth(column.title)),
  );
  const kept = chooseColumns(columns, natural, available);
  const shown = kept.flatMap((i) => columns[i] ?? []);
  const widths = fitWidths(
    shown,
    kept.map((i) => natural[i] ?? 0),
    available,
  );
  const line = (cells: readonly string[]): string =>
    shown
      .map((column, i) => fit(cells[i] ?? '', widths[i] ?? 0, column.align, column.shrinks))
      .join(GAP)
      .trimEnd();
  return [
    line(shown.map((column) => column.title)),
    ...rows.map((row) => line(kept.map((i) => row[i] ?? ''))),
  ];
}
