import type { ChartEngine } from '../charts/chart-engine.js';
import type { Look } from '../lists/context.js';
import type { Lists } from '../lists/lists.js';
import type { FeedSnapshot } from '../report-feed.js';
import type { TuiState } from '../state/state.js';
import type { OverviewLines } from './overview/overview.js';
import type { Size } from './layout.js';

/** What lives as long as the session: the look, the lists with their memories. */
export interface Session extends Look {
  readonly lists: Lists;
  /** Every view is marked as a sample, whatever the report says. */
  readonly sample: boolean;
  readonly overview: OverviewLines;
}

/** Everything that a frame is made of. */
export interface View extends Session {
  readonly state: TuiState;
  readonly snapshot: FeedSnapshot;
  readonly size: Size;
  /** `null` until the charts are loaded, and when they cannot be. */
  readonly charts: ChartEngine | null;
}
