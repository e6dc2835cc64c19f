import type { EngineInventory } from '../../model/engine.js';
import type { Problem } from '../../model/problem.js';

/** How much to ask an engine for. */
export interface EngineQuery {
  /**
   * Ask for sizes as well (`/system/df`), which makes the engine walk its whole disk. Wanted only where bilge
   * cannot read the data root itself.
   */
  readonly sizes: boolean;
  /**
   * Ask for processes, limits and use of what runs as well (`top` and `stats` of each container). Wanted only where the
   * engine's `/proc` cannot be read here.
   */
  readonly live?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An engine's answers. `inventory` is `null` when it did not answer at all. */
export interface EngineAnswer {
  readonly inventory: EngineInventory | null;
  readonly problems: readonly Problem[];
}

/** The seam between collectors and an engine. Never throws: what could not be had is a problem. */
export interface EngineClient {
  /** Version, information and the cheap lists; sizes only where the query wants them. */
  collect(query: EngineQuery): Promise<EngineAnswer>;
}
