import { formatCount } from '../../report/text/bytes.js';
import { isListScreen } from '../state/state.js';
import { dateText } from '../text/figure.js';
import { displayText } from '../text/display-text.js';
import { displayWidth, truncate } from '../../report/text/fit.js';
import { SCREEN_TITLES } from './header.js';
import { selectionOf } from './selection-of.js';
import type { View } from './view-model.js';

function listTitle(view: View): string {
  const { screen, lists } = view.state;
  const { report } = view.snapshot;
  if (!isListScreen(screen) || report === null) return SCREEN_TITLES[screen];
  const list = lists[screen];
  const selection = selectionOf(view);
  const shown = formatCount(selection?.ids.length ?? 0);
  const total = formatCount(selection?.total ?? 0);
  const order = view.lists[screen].sortKeys.find(({ key }) => key === list.sortKey)?.title ?? list.sortKey;
  const filter = list.filter === '' ? '' : ` · filter “${displayText(list.filter)}”`;
  const count = list.filter === '' ? total : `${shown} of ${total}`;
  return `${SCREEN_TITLES[screen]} ${count} · by ${order} ${list.descending ? '↓' : '↑'}${filter}`;
}

/** How far the collection is, in words. Problems are part of it: a figure may be missing because of them. */
function scanStatus(view: View): string {
  const { snapshot, theme } = view;
  const { report, scanning, entries, error } = snapshot;
  if (error !== null) return theme.bad(`error: ${displayText(error)}`);
  if (scanning) return theme.accent(`scanning, ${formatCount(entries)} inodes seen`);
  if (report === null) return theme.muted('no report');
  const when = theme.muted(`${dateText(report.generatedAt)} UTC`);
  return report.complete ? when : `${theme.warn('incomplete: see problems')} ${when}`;
}

/** The second line: a rule with what is shown at the left and the state of the collection at the right. */
export function titleLine(view: View): string {
  const { theme, size, state } = view;
  const right = truncate(scanStatus(view), Math.floor(size.columns * 0.6));
  const title = state.mode === 'help' ? 'Help' : listTitle(view);
  const left = truncate(title, Math.max(1, size.columns - displayWidth(right) - 8));
  const rule = Math.max(1, size.columns - displayWidth(left) - displayWidth(right) - 6);
  return `${theme.muted('─')} ${theme.bold(left)} ${theme.muted('─'.repeat(rule))} ${right} ${theme.muted('─')}`;
}
