import process from 'node:process';
import type { ReadStream, WriteStream } from 'node:tty';
import type { ReportFeed } from './report-feed.js';

export interface TuiOptions {
  /** Binary units instead of Docker's decimal ones. */
  readonly iec: boolean;
  /** Marks every view as the sample host, also before the first report says so. */
  readonly sample?: boolean;
  /** `false`: no colors, whatever the terminal can do. */
  readonly color?: boolean;
  readonly input?: ReadStream;
  readonly output?: WriteStream;
  /** Ends the process after an interrupt; `process.exit` unless a test watches. */
  readonly exit?: (code: number) => void;
}

/** Exit codes of processes that a signal ended, as shells count them: 128 and the signal's number. */
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const nothing = () => {};

/** React is two to three times faster in production; it looks at NODE_ENV once, while it loads. */
async function inProduction<T>(load: () => Promise<T>): Promise<T> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    return await load();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

/**
 * Runs the TUI until the person leaves. The terminal is restored however it ends; then the feed is cancelled.
 * Resolves after `q`. Ctrl-C, SIGINT, SIGTERM and SIGHUP (also a terminal that went away) end the process with 130,
 * 130, 143 and 129. Rejects with the error when rendering failed, for the caller to print: the terminal shows it by
 * then. Rejects at once when input or output is no terminal.
 */
export async function startTui(feed: ReportFeed, options: TuiOptions): Promise<void> {
  const { input = process.stdin, output = process.stdout, exit = (code) => process.exit(code) } = options;
  if (!input.isTTY || !output.isTTY) {
    throw new Error('The TUI needs a terminal for input and output. `bilge df` prints the same figures.');
  }
  const { mountTui } = await inProduction(() => import('./mount.js'));

  let code: number | null = null;
  let unmount = nothing;
  const stop = (exitCode: number) => {
    code ??= exitCode;
    unmount();
  };
  const hangUp = () => stop(SIGNAL_CODES.SIGHUP);
  const signals = Object.entries(SIGNAL_CODES).map(
    ([signal, exitCode]) => [signal, () => stop(exitCode)] as const,
  );

  for (const [signal, handler] of signals) process.on(signal, handler);
  for (const event of ['error', 'end', 'close']) input.on(event, hangUp);
  output.on('error', hangUp);
  try {
    const mounted = mountTui(feed, {
      iec: options.iec,
      sample: options.sample ?? false,
      color: options.color ?? true,
      input,
      output,
      onInterrupt: () => stop(SIGNAL_CODES.SIGINT),
    });
    unmount = () => mounted.unmount();
    await mounted.exited;
  } finally {
    for (const [signal, handler] of signals) process.off(signal, handler);
    for (const event of ['error', 'end', 'close']) input.off(event, hangUp);
    output.off('error', hangUp);
    feed.cancel();
  }
  if (code !== null) exit(code);
}
