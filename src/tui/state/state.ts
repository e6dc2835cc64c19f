import { LIST_NAMES, type ListName } from '../../report/lists/all.js';

export const SCREENS = ['overview', ...LIST_NAMES] as const;

/** The screen of a list has its name. */
export type ListScreen = ListName;
export type Screen = (typeof SCREENS)[number];

export function isListScreen(screen: Screen): screen is ListScreen {
  return screen !== 'overview';
}

/** One list, as a person left it. */
export interface ListState {
  /** Position of the selected row, where it was last seen; `place` says where it is now. */
  readonly cursor: number;
  /** The record under the cursor, followed when the order changes; `null`: the cursor stays at its position. */
  readonly selectedId: string | null;
  /** First visible row. */
  readonly offset: number;
  readonly sortKey: string;
  readonly descending: boolean;
  readonly filter: string;
  /** `open`: below the list, which keeps the keys; `full`: alone on the screen, scrolled by the keys. */
  readonly detail: 'closed' | 'open' | 'full';
  /** First visible line of the detail. */
  readonly detailOffset: number;
}

export interface TuiState {
  readonly screen: Screen;
  /** Who gets the keys: the screen, the filter's line, the help. */
  readonly mode: 'normal' | 'filter' | 'help';
  readonly lists: Readonly<Record<ListScreen, ListState>>;
  /** First visible line of the overview. */
  readonly overviewOffset: number;
  /** First visible line of the help. */
  readonly helpOffset: number;
}

/** The order in which a list starts. */
export interface InitialOrder {
  readonly key: string;
  readonly descendingFirst: boolean;
}

function initialList(order: InitialOrder): ListState {
  return {
    cursor: 0,
    selectedId: null,
    offset: 0,
    sortKey: order.key,
    descending: order.descendingFirst,
    filter: '',
    detail: 'closed',
    detailOffset: 0,
  };
}

/** Something for each list. */
export function eachList<T>(make: (screen: ListScreen) => T): Readonly<Record<ListScreen, T>> {
  return {
    images: make('images'),
    layers: make('layers'),
    containers: make('containers'),
    volumes: make('volumes'),
    cache: make('cache'),
    leftovers: make('leftovers'),
    networks: make('networks'),
    logs: make('logs'),
    processes: make('processes'),
  };
}

/** The overview, with each list at its top in the order given for it. */
export function initialState(orders: Readonly<Record<ListScreen, InitialOrder>>): TuiState {
  return {
    screen: 'overview',
    mode: 'normal',
    lists: eachList((screen) => initialList(orders[screen])),
    overviewOffset: 0,
    helpOffset: 0,
  };
}
