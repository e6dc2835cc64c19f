import type { Report } from '../report/types.js';

/** What the TUI knows at one moment. A new object only when something changed. */
export interface FeedSnapshot {
  /** The latest report, partial while a scan runs; `null` before the first one. */
  readonly report: Report | null;
  readonly scanning: boolean;
  /** Inodes seen so far by the running scan, or by the last one. */
  readonly entries: number;
  /** Why no (further) report comes; `null` when all is well. */
  readonly error: string | null;
}

/**
 * Where the TUI gets its reports from; the command line implements it. `snapshot()` returns the same object until
 * something changes (React's `useSyncExternalStore` relies on it), and a feed notifies at most a few times per second.
 */
export interface ReportFeed {
  snapshot(): FeedSnapshot;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** Collects again; does nothing while a scan runs. */
  refresh(): void;
  /** Stops the running scan, keeping what it measured; does nothing when none runs. */
  cancel(): void;
}
