import type { ListDefinition } from '../lists/column.js';
import type { ByteStyle } from './bytes.js';
import { cleanText } from './clean-text.js';
import { renderTable } from './table.js';

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
  return renderTable(columns, rows, available);
}
