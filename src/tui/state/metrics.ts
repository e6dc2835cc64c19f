import type { InitialOrder } from './state.js';

/** What the reducer must know of the screen: how much there is of everything, and how much of it is visible. */
export interface Metrics {
  /** Ids of the current list's records, filtered and sorted. Empty on the overview. */
  readonly ids: readonly string[];
  readonly listRows: number;
  readonly detailLines: number;
  readonly detailRows: number;
  /** Lines of the overview or of the help, whichever has the keys. */
  readonly pageLines: number;
  readonly pageRows: number;
  readonly sortKeys: readonly InitialOrder[];
}
