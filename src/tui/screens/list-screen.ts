import { place } from '../state/place.js';
import type { ListState } from '../state/state.js';
import type { Selection } from '../lists/select.js';
import { fit } from '../../report/text/fit.js';
import type { Body } from './body.js';
import { layoutList } from './layout.js';
import type { View } from './view-model.js';

function emptyBody(view: View, list: ListState, selection: Selection): Body {
  const why =
    selection.total > 0
      ? `Nothing matches the filter. ${list.filter === '' ? '' : 'Esc removes it.'}`
      : `${selection.emptyText}${view.snapshot.scanning ? ' Still looking…' : ''}`;
  return { lines: [selection.header(view.size.columns), '', `  ${view.theme.muted(why)}`], position: null };
}

function detailBody(view: View, list: ListState, lines: readonly string[], rows: number): readonly string[] {
  const offset = list.detail === 'full' ? Math.min(list.detailOffset, Math.max(0, lines.length - rows)) : 0;
  const shown = lines.slice(offset, offset + rows);
  const hidden = lines.length - rows;
  if (list.detail === 'full' || hidden <= 0) return shown;
  return [...shown.slice(0, -1), view.theme.muted(`  … ${hidden + 1} more lines: Enter`)];
}

/** A list with its titles; below it, or instead of it, the detail of the selected record. */
export function listBody(view: View, list: ListState, selection: Selection): Body {
  const { columns } = view.size;
  const { theme } = view;
  if (selection.ids.length === 0) return emptyBody(view, list, selection);
  const { listRows, detailRows } = layoutList(view.size, list.detail);
  const { cursor, offset } = place(list, selection.ids, listRows);
  const detail = list.detail === 'closed' ? [] : selection.detail(cursor, columns - 2);
  const detailLines = detailBody(view, list, detail, detailRows);
  if (list.detail === 'full') {
    const first = Math.min(list.detailOffset, Math.max(0, detail.length - detailRows)) + 1;
    const position = { first, last: first + detailLines.length - 1, total: detail.length };
    return { lines: detailLines, position };
  }
  const last = Math.min(selection.ids.length, offset + listRows);
  const rows: string[] = [];
  for (let row = offset; row < last; row += 1) {
    const line = selection.row(row, row === cursor, columns);
    rows.push(row === cursor ? theme.inverse(fit(line, columns)) : line);
  }
  const head = theme.muted(selection.header(columns));
  const position = { first: offset + 1, last, total: selection.ids.length };
  if (list.detail === 'closed') return { lines: [head, ...rows], position };
  while (rows.length < listRows) rows.push('');
  return { lines: [head, ...rows, theme.muted('─'.repeat(columns)), ...detailLines], position };
}
