import type { ListDefinition } from '../lists/column.js';
import type { ByteStyle } from './bytes.js';
import { APPROXIMATE } from '../lists/columns.js';
import { cleanText } from './clean-text.js';
import { renderTable } from './table.js';

const TOLD_NOTE = `${APPROXIMATE} file lengths as the engine tells them: the disk could not be read`;

/** A list as a table; a sentence when there is nothing in it. Every cell is cleaned of control characters. */
export function renderList<T>(
  list: ListDefinition<T>,
  records: readonly T[],
  style: ByteStyle,
  available: number,
): string[] {
  if (records.length === 0) return [`no ${list.plural}`];
  const columns = list.columns.filter((column) => column.shown);
  const rows = records.map((record) => columns.map((column) => cleanText(column.text(record, style))));
  const isTold = rows.some((row) =>
    row.some((cell, i) => columns[i]?.kind === 'bytes' && cell.startsWith(APPROXIMATE)),
  );
  return [...renderTable(columns, rows, available), ...(isTold ? ['', TOLD_NOTE] : [])];
}
