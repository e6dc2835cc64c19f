import type { Selection } from '../lists/select.js';
import { isListScreen } from '../state/state.js';
import type { View } from './view-model.js';

/** The records of the list on the screen; `null` on the overview and before the first report. */
export function selectionOf(view: Pick<View, 'state' | 'snapshot' | 'lists'>): Selection | null {
  const { screen, lists } = view.state;
  const { report } = view.snapshot;
  if (!isListScreen(screen) || report === null) return null;
  return view.lists[screen].select(report, lists[screen]);
}
