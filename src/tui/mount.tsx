import process from 'node:process';
import { render } from 'ink';
import type { ReadStream, WriteStream } from 'node:tty';
import { loadCharts } from './charts/load-charts.js';
import { App } from './components/app.js';
import { createLists } from './lists/lists.js';
import type { ReportFeed } from './report-feed.js';
import { createOverview } from './screens/overview/overview.js';
import type { Session } from './screens/view-model.js';
import { detectColorDepth } from './theme/color-depth.js';
import { createTheme } from './theme/theme.js';

export interface MountOptions {
  readonly iec: boolean;
  readonly sample: boolean;
  readonly color: boolean;
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly onInterrupt: () => void;
}

/** The TUI on a terminal. */
export interface Mounted {
  /** Resolves when the terminal is restored; rejects with the error that ended the TUI, after restoring too. */
  readonly exited: Promise<void>;
  unmount(): void;
}

const nothing = () => {};

/** What lives as long as the TUI, for a look. */
export function createSession(options: {
  readonly iec: boolean;
  readonly sample: boolean;
  readonly depth: ReturnType<typeof detectColorDepth>;
}): Session {
  const look = { theme: createTheme(options.depth), style: { iec: options.iec } };
  return { ...look, lists: createLists(look), sample: options.sample, overview: createOverview(look) };
}

/** Takes the terminal over: alternate screen, raw mode. Whoever calls has checked that both streams are terminals. */
export function mountTui(feed: ReportFeed, options: MountOptions): Mounted {
  const depth = options.color ? detectColorDepth(options.output, process.env) : 'none';
  const session = createSession({ iec: options.iec, sample: options.sample, depth });
  let unmount = nothing;
  const instance = render(
    <App
      feed={feed}
      session={session}
      onQuit={() => unmount()}
      onInterrupt={options.onInterrupt}
      loadCharts={loadCharts}
    />,
    {
      stdin: options.input,
      stdout: options.output,
      interactive: true,
      alternateScreen: true,
      incrementalRendering: true,
      maxFps: 30,
      exitOnCtrlC: false,
    },
  );
  unmount = () => instance.unmount();
  return { exited: instance.waitUntilExit().then(() => undefined), unmount };
}
