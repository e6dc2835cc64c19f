import type { FeedSnapshot, ReportFeed } from '../../src/tui/report-feed.js';
import type { Report } from '../../src/report/types.js';

/** A feed whose snapshots the test chooses, and that counts what was asked of it. */
export interface CannedFeed extends ReportFeed {
  show(change: Partial<FeedSnapshot>): void;
  readonly calls: { refresh: number; cancel: number };
  listeners(): number;
}

export function cannedFeed(report: Report | null, change: Partial<FeedSnapshot> = {}): CannedFeed {
  let snapshot: FeedSnapshot = { report, scanning: false, entries: 0, error: null, ...change };
  const listeners = new Set<() => void>();
  const calls = { refresh: 0, cancel: 0 };
  return {
    calls,
    listeners: () => listeners.size,
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh() {
      calls.refresh += 1;
    },
    cancel() {
      calls.cancel += 1;
    },
    show(next) {
      snapshot = { ...snapshot, ...next };
      for (const listener of listeners) listener();
    },
  };
}
