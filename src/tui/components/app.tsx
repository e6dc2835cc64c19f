import { Box, useInput, useWindowSize } from 'ink';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ChartEngine } from '../charts/chart-engine.js';
import { keysOf } from '../keys/keys-of.js';
import type { ReportFeed } from '../report-feed.js';
import { frameLines } from '../screens/frame.js';
import type { Session } from '../screens/view-model.js';
import { createStore } from '../state/store.js';
import { Row } from './rows.js';

export interface AppProps {
  readonly feed: ReportFeed;
  readonly session: Session;
  /** The person wants to leave. */
  readonly onQuit: () => void;
  /** Ctrl-C: in raw mode it is a key, no signal. */
  readonly onInterrupt: () => void;
  /** Loads the charts; the screens do without them until then. */
  readonly loadCharts: () => Promise<ChartEngine | null>;
}

/** The whole TUI: lines in, keys out. All it does itself is to wire feed, state and terminal size together. */
export function App({ feed, session, onQuit, onInterrupt, loadCharts }: AppProps) {
  const size = useWindowSize();
  const [store] = useState(() => createStore(session));
  const [charts, setCharts] = useState<ChartEngine | null>(null);
  const [source] = useState(() => ({
    subscribe: (listener: () => void) => feed.subscribe(listener),
    snapshot: () => feed.snapshot(),
  }));
  const snapshot = useSyncExternalStore(source.subscribe, source.snapshot);
  const state = useSyncExternalStore(store.subscribe, store.state);

  useEffect(() => {
    let mounted = true;
    loadCharts()
      .then((loaded) => (mounted ? setCharts(loaded) : undefined))
      .catch(() => undefined);
    return () => {
      mounted = false;
    };
  }, [loadCharts]);

  const effects = {
    quit: onQuit,
    interrupt: onInterrupt,
    refresh: () => feed.refresh(),
    cancel: () => feed.cancel(),
  };
  useInput((input, key) => {
    for (const name of keysOf(input, key)) {
      store.press(name, { snapshot: feed.snapshot(), size, charts }, effects);
    }
  });

  const lines = frameLines({ ...session, state, snapshot, size, charts });
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      {lines.map((line, row) => (
        // The row's place is its identity: React then changes only the text of the lines that differ.
        // oxlint-disable-next-line react/no-array-index-key
        <Row key={row} line={line} />
      ))}
    </Box>
  );
}
