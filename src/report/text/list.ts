import { type Column, isBlank, type ListDefinition } from '../lists/column.js';
import type { NoticeReport, Report } from '../types.js';
import { UNMEASURED } from './bytes.js';
import { cleanText } from './clean-text.js';
import { type CellStyle, legendOf } from './figure.js';
import { noticeText } from './notices.js';
import { renderTable } from './table.js';
import { wrapText } from './wrap.js';

/** How a list is printed. */
export interface ListView {
  readonly style: CellStyle;
  /** Columns of the terminal; `Infinity` when the output is no terminal. */
  readonly available: number;
  /** Keys of columns that are asked for: shown in any case. */
  readonly asked?: readonly string[];
  /** The report's notices, of which the list says its own. */
  readonly notices?: readonly NoticeReport[];
  /** What the records are of: some footers tell of more than them. */
  readonly report?: Report;
}

/** The columns of a list that a table may show; those that are asked for do not give way. */
function columnsOf<T>(list: ListDefinition<T>, records: readonly T[], asked: readonly string[]): Column<T>[] {
  return list.columns.flatMap((column) => {
    if (asked.includes(column.key)) return { ...column, drop: 0 };
    return column.shown && !isBlank(column, records) ? column : [];
  });
}

/**
 * A list as a table, with a line that explains its marks and the list's footer. Every cell is cleaned of control
 * characters.
 */
export function renderList<T>(
  list: ListDefinition<T>,
  records: readonly T[],
  { style, available, asked = [], notices = [], report }: ListView,
): string[] {
  const columns = columnsOf(list, records, asked);
  const rows = records.map((record) => columns.map((column) => cleanText(column.text(record, style))));
  const figures = rows.flatMap((row) =>
    row.filter((_cell, i) => columns[i]?.kind === 'bytes' || columns[i]?.kind === 'count'),
  );
  const footer = list.footer?.(records, available, report ?? null) ?? [];
  // A footer that tells why figures are missing has said what the mark means.
  const told = footer.some((line) => line.startsWith(`${UNMEASURED} `));
  const legend = legendOf(told ? figures.filter((figure) => figure !== UNMEASURED) : figures);
  const said = notices
    .filter(({ code }) => list.notices?.includes(code) === true)
    .flatMap((notice) => wrapText(`! ${noticeText(notice, style)}`, available));
  return [
    ...renderTable(columns, rows, available),
    ...(legend.length > 0 ? ['', ...legend.flatMap((line) => wrapText(line, available))] : []),
    ...footer,
    ...(said.length === 0 ? [] : ['', ...said]),
  ];
}
