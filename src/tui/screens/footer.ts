import { formatCount } from '../../report/text/bytes.js';
import { type Binding, KEY_MAP } from '../keys/key-map.js';
import { keyLabel } from '../keys/key-names.js';
import { isListScreen } from '../state/state.js';
import { displayText } from '../text/display-text.js';
import { displayWidth, spread, truncate } from '../../report/text/fit.js';
import type { View } from './view-model.js';

/** Which part of something longer is visible. */
export interface Position {
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

function positionText(position: Position | null): string {
  if (position === null || position.total <= position.last - position.first + 1) return '';
  const { first, last, total } = position;
  return `${formatCount(first)}–${formatCount(last)} of ${formatCount(total)} `;
}

function isShown(binding: Binding, view: View): boolean {
  if (binding.hint === undefined || !binding.modes.includes(view.state.mode)) return false;
  if (binding.command === 'cancel') return view.snapshot.scanning;
  if (binding.command === 'refresh') return !view.snapshot.scanning;
  return binding.listsOnly !== true || isListScreen(view.state.screen);
}

/** Hints of the key map, those that fit; the first of the map (quit, help) are the last to go. */
function hints(view: View, room: number): string {
  let text = '';
  let used = 0;
  for (const binding of KEY_MAP) {
    const key = binding.keys[0];
    if (key === undefined || !isShown(binding, view)) continue;
    const label = keyLabel(key);
    const hint = ` ${label} ${binding.hint ?? ''} `;
    if (used + displayWidth(hint) > room) break;
    text += ` ${view.theme.accent(label)} ${view.theme.muted(binding.hint ?? '')} `;
    used += displayWidth(hint);
  }
  return text;
}

/** The last line: the keys of the moment, or the filter while it is typed; the position at the right. */
export function footerLine(view: View, position: Position | null): string {
  const { theme, size, state } = view;
  const right = theme.muted(positionText(position));
  const room = size.columns - displayWidth(right);
  if (state.mode !== 'filter' || !isListScreen(state.screen)) {
    return spread(hints(view, room), right, size.columns);
  }
  const typed = displayText(state.lists[state.screen].filter);
  const keys = hints(view, 40);
  const space = Math.max(8, room - displayWidth(keys) - 4);
  // The end of what is typed matters: cut at the start.
  const shown = displayWidth(typed) <= space ? typed : `…${truncateStart(typed, space - 1)}`;
  return spread(
    ` ${theme.accent('/')}${truncate(shown, space)}${theme.inverse(' ')} ${keys}`,
    right,
    size.columns,
  );
}

function truncateStart(text: string, width: number): string {
  let rest = text;
  while (displayWidth(rest) > width) rest = rest.slice(1);
  return rest;
}
