import { commandFor } from '../keys/key-map.js';
import { bodyRows, layoutList } from '../screens/layout.js';
import { pageLines } from '../screens/frame.js';
import { selectionOf } from '../screens/selection-of.js';
import type { Session, View } from '../screens/view-model.js';
import type { Metrics } from './metrics.js';
import { place } from './place.js';
import { reduce } from './reducer.js';
import { eachList, initialState, type InitialOrder, isListScreen, type TuiState } from './state.js';

/** What a view has besides session and state: it changes under the state. */
type Surroundings = Pick<View, 'snapshot' | 'size' | 'charts'>;

/** What keys do outside of the state. */
export type Effects = Readonly<Record<'quit' | 'interrupt' | 'refresh' | 'cancel', () => void>>;

/** The state of a session. It lives outside React so that each key of a fast `sG` sees what the one before did. */
export interface Store {
  state(this: void): TuiState;
  subscribe(this: void, listener: () => void): () => void;
  press(key: string, surroundings: Surroundings, effects: Effects): void;
}

/** Measures the screen of a state for the reducer. */
function metricsOf(view: View): Metrics {
  const { state, size } = view;
  const selection = selectionOf(view);
  const paged = state.mode === 'help' || !isListScreen(state.screen);
  const base = {
    ids: selection?.ids ?? [],
    pageLines: paged ? pageLines(view).length : 0,
    pageRows: bodyRows(size),
  };
  if (!isListScreen(state.screen))
    return { ...base, listRows: 0, detailLines: 0, detailRows: 0, sortKeys: [] };
  const list = state.lists[state.screen];
  const { listRows, detailRows } = layoutList(size, list.detail);
  const { cursor } = place(list, base.ids, listRows);
  const detail = list.detail === 'full' ? (selection?.detail(cursor, size.columns - 2) ?? []) : [];
  const { sortKeys } = view.lists[state.screen];
  return { ...base, listRows, detailLines: detail.length, detailRows, sortKeys };
}

function firstOrder(keys: readonly InitialOrder[]): InitialOrder {
  return keys[0] ?? { key: '', descendingFirst: false };
}

export function createStore(session: Session): Store {
  const { lists } = session;
  let state = initialState(eachList((screen) => firstOrder(lists[screen].sortKeys)));
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    press(key, surroundings, effects) {
      const command = commandFor(key, state.mode);
      const typed =
        command === null &&
        state.mode === 'filter' &&
        !key.startsWith('ctrl+') &&
        Array.from(key).length === 1;
      if (command === null && !typed) return;
      const metrics = metricsOf({ ...session, ...surroundings, state });
      const next = reduce(
        state,
        command === null ? { type: 'text', text: key } : { type: 'command', command },
        metrics,
      );
      if (next !== state) {
        state = next;
        for (const listener of listeners) listener();
      }
      if (command === 'quit' || command === 'interrupt' || command === 'refresh' || command === 'cancel') {
        effects[command]();
      }
    },
  };
}
