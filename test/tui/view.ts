import { createSession } from '../../src/tui/mount.js';
import type { FeedSnapshot } from '../../src/tui/report-feed.js';
import type { Size } from '../../src/tui/screens/layout.js';
import type { View } from '../../src/tui/screens/view-model.js';
import { createStore, type Effects } from '../../src/tui/state/store.js';
import type { Report } from '../../src/report/types.js';

/** The TUI without a terminal: keys in, the view out. */
export interface Driver {
  view(): View;
  press(...keys: readonly string[]): void;
  show(change: Partial<FeedSnapshot>): void;
  resize(size: Size): void;
  readonly effects: Record<keyof Effects, number>;
}

export function createDriver(report: Report | null, size: Size = { columns: 120, rows: 40 }): Driver {
  const session = createSession({ iec: false, sample: false, depth: 'none' });
  const store = createStore(session);
  const effects = { quit: 0, interrupt: 0, refresh: 0, cancel: 0 };
  let surroundings = {
    snapshot: { report, scanning: false, entries: 0, error: null } satisfies FeedSnapshot as FeedSnapshot,
    size,
    charts: null,
  };
  return {
    effects,
    view: () => ({ ...session, ...surroundings, state: store.state() }),
    press(...keys) {
      for (const key of keys) {
        store.press(key, surroundings, {
          quit: () => void (effects.quit += 1),
          interrupt: () => void (effects.interrupt += 1),
          refresh: () => void (effects.refresh += 1),
          cancel: () => void (effects.cancel += 1),
        });
      }
    },
    show(change) {
      surroundings = { ...surroundings, snapshot: { ...surroundings.snapshot, ...change } };
    },
    resize(next) {
      surroundings = { ...surroundings, size: next };
    },
  };
}
