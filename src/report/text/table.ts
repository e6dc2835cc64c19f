import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** May be shortened when the table is wider than the terminal. */
  readonly shrinks?: boolean;
}

const GAP = '  ';
const MIN_SHRUNK = 12;

/** Widths that fit: columns that may shrink give way, the widest first. */
function fitWidths(columns: readonly TableColumn[], natural: readonly number[], available: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (columns.length - 1) - available;
  while (excess > 0) {
    let widest = -1;
    for (let i = 0; i < columns.length; i++) {
      const width = widths[i] ?? 0;
      if (columns[i]?.shrinks === true && width > MIN_SHRUNK && width > (widths[widest] ?? 0)) widest = i;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const shortened = stringWidth(text) > width ? cliTruncate(text, width) : text;
  const space = ' '.repeat(Math.max(0, width - stringWidth(shortened)));
  return align === 'right' ? space + shortened : shortened + space;
}

/**
 * Lines of a table, title line first, aligned by display width. Cells must already be cleaned.
 * @param available columns of the terminal; `Infinity` when the output is no terminal.
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  available: number,
): string[] {
  const natural = columns.map((column, i) =>
    rows.reduce((width, row) => Math.max(width, stringWidth(row[i] ?? '')), stringWidth(column.title)),
  );
  const widths = fitWidths(columns, natural, available);
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, i) => pad(cells[i] ?? '', widths[i] ?? 0, column.align))
      .join(GAP)
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)];
}
