import { analyze } from '../analyzers/analyze.js';
import type { Inventory } from '../model/inventory.js';
import type { FeedSnapshot, ReportFeed } from '../tui/report-feed.js';
import { collectFrom } from './host.js';
import type { SourceOptions } from './options.js';
import { scanProgress } from './scan-progress.js';
import { ownVersion } from './version.js';

/** Reports at most this often while the scan streams in: each one analyzes the whole inventory anew. */
const ANALYZE_EVERY_MS = 500;

/** Rates of a small host, which is scanned in less, are taken over so long; what else is known is shown meanwhile. */
const RATES_OVER_MS = 500;

/** Collects again and again for the TUI, and hands out each new report. */
export class LiveFeed implements ReportFeed {
  readonly #options: SourceOptions;
  readonly #collectFrom: typeof collectFrom;
  readonly #listeners = new Set<() => void>();
  #abort: AbortController | null = null;
  #analyzedAt = -Infinity;
  #failure: unknown = null;
  /** The report of the last collection that came to its end. */
  #settled: FeedSnapshot['report'] = null;
  #snapshot: FeedSnapshot = { report: null, scanning: false, entries: 0, error: null };

  /** @param collect in a test, what collects the host in place of the real collectors. */
  constructor(options: SourceOptions, collect = collectFrom) {
    this.#options = options;
    this.#collectFrom = collect;
  }

  snapshot(): FeedSnapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What ended the last collection, `null` when nothing did. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Resolves when the first report or failure is there, at the latest after `limitMs`. */
  async firstNews(limitMs: number): Promise<void> {
    const done = (): boolean => this.#snapshot.report !== null || !this.#snapshot.scanning;
    if (done()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      const unsubscribe = this.subscribe(() => {
        if (!done()) return;
        clearTimeout(timer);
        unsubscribe();
        resolve();
      });
    });
  }

  cancel(): void {
    this.#abort?.abort();
  }

  refresh(): void {
    if (this.#snapshot.scanning) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#failure = null;
    // The first figures are shown as soon as they are there.
    this.#analyzedAt = -Infinity;
    this.#publish({ ...this.#snapshot, scanning: true, entries: 0, error: null });
    void this.#collect(abort.signal);
  }

  async #collect(signal: AbortSignal): Promise<void> {
    try {
      const inventory = await this.#collectFrom(this.#options, {
        signal,
        intervalMs: RATES_OVER_MS,
        onProgress: (soFar) => {
          this.#progress(soFar);
        },
      });
      const news = this.#analyzed(inventory);
      this.#settled = news.report;
      this.#publish({ ...news, scanning: false });
    } catch (error) {
      this.#failure = error;
      const message = error instanceof Error ? error.message : String(error);
      // What a collection reported on its way to a failure would hide that failure, and is nothing to rely on.
      this.#publish({ ...this.#snapshot, report: this.#settled, scanning: false, error: message });
    }
  }

  #progress(soFar: Inventory): void {
    const now = performance.now();
    if (now - this.#analyzedAt < ANALYZE_EVERY_MS) return;
    this.#analyzedAt = now;
    this.#publish({ ...this.#analyzed(soFar), scanning: true });
  }

  #analyzed(inventory: Inventory): Omit<FeedSnapshot, 'scanning'> {
    const { inodes } = scanProgress(inventory);
    return { report: analyze(inventory, ownVersion()), entries: inodes, error: null };
  }

  #publish(snapshot: FeedSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}
