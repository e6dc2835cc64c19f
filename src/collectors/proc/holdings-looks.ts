import type { Confirmation, Holdings } from '../../model/holdings.js';
import { collectHoldings } from './holdings.js';
import { openBelow } from './open-below.js';

/**
 * Two looks at what mounts and processes hold below the roots: one beside the walks, one after them at what may be a
 * leftover. What cannot be seen costs no figure, so nothing is thrown.
 */
export class HoldingsLooks {
  readonly #roots: readonly string[];
  readonly #signal: AbortSignal | undefined;
  readonly #first: Promise<Holdings | null>;

  /** Starts the first look. @param roots absolute paths in bilge's own view; none: nothing is looked at */
  constructor(roots: readonly string[], signal: AbortSignal | undefined) {
    this.#roots = roots;
    this.#signal = signal;
    this.#first = this.#look();
  }

  /** What the first look saw; `null` where `/proc` cannot say, or the collection was cancelled. */
  first(): Promise<Holdings | null> {
    return this.#first;
  }

  /**
   * Looks again, and asks who uses these paths; `null` as for the first look, and for no paths.
   * @param paths absolute, in bilge's own view
   */
  async second(paths: readonly string[]): Promise<Confirmation | null> {
    if (paths.length === 0) return null;
    const holdings = await this.#look();
    if (holdings === null) return null;
    const users = await openBelow(paths, { signal: this.#signal }).catch(() => null);
    return users === null ? null : { holdings, users };
  }

  async #look(): Promise<Holdings | null> {
    if (this.#roots.length === 0) return null;
    return collectHoldings({ roots: this.#roots, signal: this.#signal }).catch(() => null);
  }
}
