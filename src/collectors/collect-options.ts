import type { CollectScope, Inventory } from '../model/inventory.js';
import type { LivePart } from './live/live-sources.js';

export interface CollectOptions {
  /** `everything` where not given. */
  readonly scope?: CollectScope | undefined;
  /** What to look at beside roots and engine; nothing where not given. */
  readonly parts?: readonly LivePart[] | undefined;
  /**
   * Milliseconds between two readings of control groups, which are waited for; 0: no rates. Where not given, there are
   * rates only when enough time goes by anyway.
   */
  readonly intervalMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with what is known so far, a few times a second while the disk is walked. */
  readonly onProgress?: ((soFar: Inventory) => void) | undefined;
  /** Absolute paths of what may be a leftover, as far as is known: a second look is taken at these. */
  readonly candidates?: ((inventory: Inventory) => readonly string[]) | undefined;
}
