import type { Command } from '../keys/commands.js';
import type { Metrics } from './metrics.js';
import { clamp, place } from './place.js';
import type { ListState } from './state.js';

/** How far a command moves, in rows of which `page` are visible; `null` when it does not move. */
export function stepOf(command: Command, page: number): number | null {
  switch (command) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'page-up':
      return -Math.max(1, page - 1);
    case 'page-down':
      return Math.max(1, page - 1);
    case 'top':
      return -Infinity;
    case 'bottom':
      return Infinity;
    default:
      return null;
  }
}

function moveCursor(list: ListState, step: number, metrics: Metrics): ListState {
  const { cursor, offset } = place(list, metrics.ids, metrics.listRows);
  const next = clamp(cursor + step, metrics.ids.length - 1);
  const moved = { ...list, cursor: next, offset, selectedId: metrics.ids[next] ?? null };
  return { ...moved, ...place(moved, metrics.ids, metrics.listRows) };
}

function toTop(list: ListState): ListState {
  return { ...list, cursor: 0, selectedId: null, offset: 0, detailOffset: 0 };
}

function cycleSort(list: ListState, metrics: Metrics): ListState {
  const { sortKeys } = metrics;
  const current = sortKeys.findIndex(({ key }) => key === list.sortKey);
  const next = sortKeys[(current + 1) % Math.max(1, sortKeys.length)];
  if (next === undefined) return list;
  return toTop({ ...list, sortKey: next.key, descending: next.descendingFirst });
}

function drillIn(list: ListState, metrics: Metrics): ListState {
  if (metrics.ids.length === 0) return list;
  const { cursor } = place(list, metrics.ids, metrics.listRows);
  const selectedId = metrics.ids[cursor] ?? null;
  return { ...list, cursor, selectedId, detail: list.detail === 'closed' ? 'open' : 'full' };
}

/** The list gets its part of the screen back. A detail is scrolled only while it is alone. */
export function leaveFullDetail(list: ListState): ListState {
  return list.detail === 'full' ? { ...list, detail: 'open', detailOffset: 0 } : list;
}

function goBack(list: ListState): ListState {
  if (list.detail === 'full') return leaveFullDetail(list);
  if (list.detail === 'open') return { ...list, detail: 'closed', detailOffset: 0 };
  return list.filter === '' ? list : setFilter(list, '');
}

/** A new filter starts at its first match. */
export function setFilter(list: ListState, filter: string): ListState {
  return list.filter === filter ? list : toTop({ ...list, filter });
}

/** What a command does to the list on the screen. */
export function reduceList(list: ListState, command: Command, metrics: Metrics): ListState {
  const inDetail = list.detail === 'full';
  const step = stepOf(command, inDetail ? metrics.detailRows : metrics.listRows);
  if (step !== null) {
    if (!inDetail) return moveCursor(list, step, metrics);
    const last = Math.max(0, metrics.detailLines - metrics.detailRows);
    return { ...list, detailOffset: clamp(clamp(list.detailOffset, last) + step, last) };
  }
  switch (command) {
    case 'open':
      return drillIn(list, metrics);
    case 'back':
      return goBack(list);
    case 'sort':
      return cycleSort(list, metrics);
    case 'reverse':
      return toTop({ ...list, descending: !list.descending });
    default:
      return list;
  }
}
