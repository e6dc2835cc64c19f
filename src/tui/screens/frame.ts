import { formatCount } from '../../report/text/bytes.js';
import { isListScreen } from '../state/state.js';
import { displayText } from '../text/display-text.js';
import { wrapText } from '../../report/text/wrap.js';
import { truncate } from '../../report/text/fit.js';
import { type Body, windowLines } from './body.js';
import { footerLine } from './footer.js';
import { headerLine, isSample } from './header.js';
import { helpLines } from './help.js';
import { bodyRows, isTooSmall, SMALLEST } from './layout.js';
import { listBody } from './list-screen.js';
import { selectionOf } from './selection-of.js';
import { titleLine } from './title-line.js';
import type { View } from './view-model.js';

function waitingBody({ snapshot, theme, size }: View): Body {
  if (snapshot.error !== null) {
    const lines = wrapText(displayText(snapshot.error), size.columns - 4, bodyRows(size) - 2);
    return { lines: ['', ...lines.map((line) => `  ${theme.bad(line)}`)], position: null };
  }
  const text = snapshot.scanning
    ? `Waiting for the first figures… ${formatCount(snapshot.entries)} inodes seen`
    : 'No report yet. r collects one.';
  return { lines: ['', `  ${theme.muted(text)}`], position: null };
}

/** Lines of the overview or of the help. */
export function pageLines(view: View): readonly string[] {
  if (view.state.mode === 'help') return helpLines(view.theme, view.size.columns);
  const { report } = view.snapshot;
  return report === null ? [] : view.overview(report, view.size, view.charts);
}

function bodyOf(view: View): Body {
  const { state, snapshot, size } = view;
  if (state.mode === 'help') return windowLines(pageLines(view), state.helpOffset, bodyRows(size));
  if (snapshot.report === null) return waitingBody(view);
  const selection = selectionOf(view);
  if (selection !== null && isListScreen(state.screen)) {
    return listBody(view, state.lists[state.screen], selection);
  }
  return windowLines(pageLines(view), state.overviewOffset, bodyRows(size));
}

function tooSmall(view: View): string[] {
  const { columns, rows } = view.size;
  const text = `${isSample(view) ? 'SAMPLE ' : ''}The terminal is ${columns}×${rows}; bilge needs ${SMALLEST.columns}×${SMALLEST.rows}. q quits.`;
  return wrapText(text, Math.max(1, columns), Math.max(1, rows));
}

/** The whole screen: exactly `rows` lines, none wider than `columns`. */
export function frameLines(view: View): readonly string[] {
  const { columns, rows } = view.size;
  let lines: string[];
  if (isTooSmall(view.size)) {
    lines = tooSmall(view);
  } else {
    const body = bodyOf(view);
    const filler = Array.from({ length: Math.max(0, bodyRows(view.size) - body.lines.length) }, () => '');
    lines = [headerLine(view), titleLine(view), ...body.lines, ...filler, footerLine(view, body.position)];
  }
  return Array.from({ length: rows }, (_, row) => truncate(lines[row] ?? '', columns));
}
