import type { HostView } from '../host-view.js';
import type { Gathered } from '../leftovers/leftovers.js';
import type { RootView } from '../root-view.js';

/**
 * How long something that nothing refers to must have been left alone before it is called a leftover while an engine
 * runs: unpacking a layer keeps its directory young, and no pull stands still for an hour.
 */
export const SETTLED_AFTER_MS = 60 * 60 * 1000;

/** Temporary files of pulls and loads: layers that are complete wait for the others. */
const DOWNLOAD = /^tmp\/(GetImageBlob|docker-import-)[^/]*$/;
const WRITE_SET = /^image\/[^/]+\/layerdb\/tmp\/[^/]+$/;

/** Whether something that nothing refers to is certain to be no part of work under way. */
export class Settled {
  /** An engine may be at work in the root. */
  readonly live: boolean;
  /** When that engine was started, milliseconds since 1970; `null`: none runs, or unknown. */
  readonly startedAt: number | null;
  readonly #now: number;
  readonly #root: RootView;
  readonly #downloading: boolean;

  constructor(view: HostView, root: RootView) {
    const { heldByEngine, heldSince } = root.inventory;
    this.#root = root;
    this.#now = Date.parse(view.inventory.takenAt);
    this.live = heldByEngine !== false || (view.engine !== null && root === view.primary);
    const since = Date.parse(heldSince ?? '');
    this.startedAt = this.live && !Number.isNaN(since) ? since : null;
    this.#downloading = (root.inventory.walk?.groups ?? []).some(
      ({ path, newestMs }) => (DOWNLOAD.test(path) || WRITE_SET.test(path)) && !this.#rests(newestMs),
    );
  }

  /** What was last changed then was so before the engine was started: its work of that time is over. */
  #isOfAnotherRun(changedMs: number): boolean {
    return this.startedAt !== null && changedMs < this.startedAt;
  }

  #rests(changedMs: number): boolean {
    return this.#isOfAnotherRun(changedMs) || changedMs < this.#now - SETTLED_AFTER_MS;
  }

  /**
   * No engine runs, or it has not changed since the engine was started, or for an hour.
   * @param changedMs milliseconds since 1970; no number: never settled while an engine runs
   * @param mayRunLong an hour is not enough
   */
  at(changedMs: number, mayRunLong = false): boolean {
    if (!this.live || this.#isOfAnotherRun(changedMs)) return true;
    return !mayRunLong && this.#rests(changedMs);
  }

  /** The same of a leftover with everything that belongs to it. */
  of({ leftover, newestMs }: Gathered): boolean {
    const changes = leftover.companions.map((path) => this.#root.usage.at(path)?.newestMs ?? 0);
    // Layers of this run wait for their image as long as any download of this run goes on.
    const waits = leftover.kind === 'unreferenced-layer' && this.#downloading;
    return this.at(Math.max(newestMs, ...changes), leftover.mayRunLong || waits);
  }
}
