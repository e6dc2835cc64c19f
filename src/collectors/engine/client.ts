import type { EngineInventory } from '../../model/engine.js';
import type { Problem } from '../../model/problem.js';

/** How much to ask an engine for. */
export interface EngineQuery {
  /**
   * Ask for sizes as well (`/system/df`), which makes the engine walk its whole disk. Wanted only where bilge
   * cannot read the data root itself.
   */
  readonly sizes: boolean;
  /** `live`: containers and networks alone, no images, volumes and build cache. Without it, all lists. */
  readonly lists?: 'all' | 'live' | undefined;
  /** False: what the list says of containers is enough. Else they are looked at one by one, a request each. */
  readonly details?: boolean | undefined;
  /** Ask for processes and use of running containers (`top`, `stats`). Wanted only where its `/proc` is not ours. */
  readonly live?: boolean | undefined;
  /** How long each answer may take at most, milliseconds: less than the engine is given otherwise. */
  readonly patienceMs?: number | undefined;
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
