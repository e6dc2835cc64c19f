import type { Command } from '../keys/commands.js';
import { leaveFullDetail, reduceList, setFilter, stepOf } from './list-reducer.js';
import type { Metrics } from './metrics.js';
import { clamp } from './place.js';
import { isListScreen, type ListState, type Screen, SCREENS, type TuiState } from './state.js';

/** A command of the key map, or a character typed into the filter. */
export type Action =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'text'; readonly text: string };

/** Longest filter that is taken in, in UTF-16 units. */
const LONGEST_FILTER = 200;

function withList(state: TuiState, change: (list: ListState) => ListState): TuiState {
  const { screen } = state;
  if (!isListScreen(screen)) return state;
  const list = state.lists[screen];
  const changed = change(list);
  return changed === list ? state : { ...state, lists: { ...state.lists, [screen]: changed } };
}

function scroll(offset: number, step: number, metrics: Metrics): number {
  const last = Math.max(0, metrics.pageLines - metrics.pageRows);
  return clamp(clamp(offset, last) + step, last);
}

function changeView(state: TuiState, step: number): TuiState {
  const next = SCREENS[(SCREENS.indexOf(state.screen) + step + SCREENS.length) % SCREENS.length];
  return next === undefined ? state : { ...state, screen: next };
}

const VIEWS: Partial<Record<Command, Screen>> = {
  'view-overview': 'overview',
  'view-images': 'images',
  'view-layers': 'layers',
  'view-containers': 'containers',
  'view-volumes': 'volumes',
  'view-cache': 'cache',
  'view-leftovers': 'leftovers',
  'view-networks': 'networks',
  'view-logs': 'logs',
  'view-processes': 'processes',
};

function reduceHelp(state: TuiState, command: Command, metrics: Metrics): TuiState {
  const step = stepOf(command, metrics.pageRows);
  if (step !== null) return { ...state, helpOffset: scroll(state.helpOffset, step, metrics) };
  return command === 'help-close' ? { ...state, mode: 'normal' } : state;
}

function reduceFilter(state: TuiState, command: Command, metrics: Metrics): TuiState {
  switch (command) {
    case 'filter-accept':
      return { ...state, mode: 'normal' };
    case 'filter-discard':
      return { ...withList(state, (list) => setFilter(list, '')), mode: 'normal' };
    case 'filter-erase':
      return withList(state, (list) => setFilter(list, Array.from(list.filter).slice(0, -1).join('')));
    case 'filter-clear':
      return withList(state, (list) => setFilter(list, ''));
    default:
      return withList(state, (list) => reduceList(list, command, metrics));
  }
}

function reduceNormal(state: TuiState, command: Command, metrics: Metrics): TuiState {
  const view = VIEWS[command];
  if (view !== undefined) return { ...state, screen: view };
  switch (command) {
    case 'next-view':
      return changeView(state, 1);
    case 'previous-view':
      return changeView(state, -1);
    case 'help':
      return { ...state, mode: 'help', helpOffset: 0 };
    case 'filter':
      if (!isListScreen(state.screen)) return state;
      return {
        ...withList(state, leaveFullDetail),
        mode: 'filter',
      };
    default: {
      if (isListScreen(state.screen)) return withList(state, (list) => reduceList(list, command, metrics));
      const step = stepOf(command, metrics.pageRows);
      return step === null
        ? state
        : { ...state, overviewOffset: scroll(state.overviewOffset, step, metrics) };
    }
  }
}

/**
 * The next state after one key. Pure; `metrics` describe the screen of the state that comes in. Commands with an
 * effect outside (quit, refresh, cancel) change nothing here.
 */
export function reduce(state: TuiState, action: Action, metrics: Metrics): TuiState {
  if (action.type === 'text') {
    if (state.mode !== 'filter') return state;
    return withList(state, (list) =>
      setFilter(list, list.filter.length < LONGEST_FILTER ? list.filter + action.text : list.filter),
    );
  }
  if (state.mode === 'help') return reduceHelp(state, action.command, metrics);
  if (state.mode === 'filter') return reduceFilter(state, action.command, metrics);
  return reduceNormal(state, action.command, metrics);
}
