import { NothingToReadError } from '../../collectors/nothing-to-read.js';
import { EXIT, type ExitCode } from '../exit.js';
import { loadCollectors } from '../host.js';
import { LiveFeed } from '../live-feed.js';
import type { SourceOptions, ViewOptions } from '../options.js';

/** How long collecting may take to find that there is nothing to show, before the screen is taken. */
const FIRST_NEWS_MS = 1000;

/** Calls that hang may not keep the program alive after the screen is given back. */
const LEAVE_MS = 500;

/**
 * The TUI.
 * @throws NothingToReadError before the screen is taken or after it is given back, so that the sentence stays
 * readable.
 */
export async function runTui(options: SourceOptions & ViewOptions): Promise<ExitCode> {
  const feed = new LiveFeed(options);
  feed.refresh();
  const [{ startTui }] = await Promise.all([import('../../tui/start.js'), loadCollectors(options)]);
  await feed.firstNews(FIRST_NEWS_MS);
  if (feed.failure instanceof NothingToReadError) throw feed.failure;
  await startTui(feed, {
    iec: options.iec === true,
    sample: options.sample === true,
    ...(options.color === false ? { color: false } : {}),
  });
  setTimeout(() => process.exit(), LEAVE_MS).unref();
  // An engine that hung was given up while the screen was taken: there was never anything to show.
  if (feed.failure instanceof NothingToReadError && feed.snapshot().report === null) throw feed.failure;
  return EXIT.complete;
}
