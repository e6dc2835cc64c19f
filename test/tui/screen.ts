import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import type { ExecutionContext } from 'ava';
import { render } from 'ink';
import { createElement } from 'react';
import { loadCharts } from '../../src/tui/charts/load-charts.js';
import { App } from '../../src/tui/components/app.js';
import { createSession } from '../../src/tui/mount.js';
import type { ReportFeed } from '../../src/tui/report-feed.js';
import type { ColorDepth } from '../../src/tui/theme/color-depth.js';

/** What a terminal shows of the TUI. */
export interface TestScreen {
  /** The lines on the screen, without trailing spaces. */
  lines(): string[];
  text(): string;
  /** Waits until what is shown satisfies `condition`; fails with the screen in the message. */
  until(condition: (text: string) => boolean, what: string): Promise<string>;
  type(input: string): void;
  resize(columns: number, rows: number): void;
  readonly events: { quits: number; interrupts: number };
  /** Every byte that was written. */
  written(): string;
}

export interface ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly sample?: boolean;
  readonly iec?: boolean;
  readonly depth?: ColorDepth;
  /** Load the charts of blessed-contrib; off, since most tests look at text. */
  readonly charts?: boolean;
}

const PATIENCE_MS = 20_000;

/** Runs the TUI through Ink into a headless terminal, until the test ends. */
export function openScreen(t: ExecutionContext, feed: ReportFeed, options: ScreenOptions = {}): TestScreen {
  t.timeout(2 * PATIENCE_MS);
  const { columns = 120, rows = 40, sample = false, iec = false, depth = 'true', charts = false } = options;
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const changed = new Set<() => void>();
  let bytes = '';
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
  output.on('data', (chunk: Buffer) => {
    bytes += chunk.toString('utf8');
    terminal.write(chunk, () => changed.forEach((check) => check()));
  });
  const noop = () => input;
  const input: PassThrough = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: noop,
    ref: noop,
    unref: noop,
  });
  const events = { quits: 0, interrupts: 0 };
  const app = createElement(App, {
    feed,
    session: createSession({ iec, sample, depth }),
    onQuit: () => (events.quits += 1),
    onInterrupt: () => (events.interrupts += 1),
    loadCharts: charts ? loadCharts : async () => null,
  });
  const instance = render(app, {
    stdin: input,
    stdout: output,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 1000,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const lines = () =>
    Array.from(
      { length: terminal.rows },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
    );
  const screen: TestScreen = {
    lines,
    text: () => lines().join('\n'),
    events,
    written: () => bytes,
    until(condition, what) {
      return new Promise((resolve, reject) => {
        const give = (end: () => void) => {
          changed.delete(check);
          clearTimeout(timer);
          end();
        };
        const check = () => {
          const text = screen.text();
          if (condition(text)) give(() => resolve(text));
        };
        const timer = setTimeout(
          () => give(() => reject(new Error(`never shown: ${what}\n${screen.text()}`))),
          PATIENCE_MS,
        );
        changed.add(check);
        check();
      });
    },
    type: (text) => void input.write(text),
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
      Object.assign(output, { columns: newColumns, rows: newRows });
      output.emit('resize');
    },
  };
  t.teardown(() => {
    instance.unmount();
    instance.cleanup();
    terminal.dispose();
  });
  return screen;
}
