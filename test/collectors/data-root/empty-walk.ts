import { NO_USAGE } from '../../../src/model/usage.js';
import type { WalkResult } from '../../../src/model/walk.js';

/** A walk that found nothing. */
export const EMPTY_WALK: WalkResult = {
  state: 'complete',
  total: NO_USAGE,
  groups: [],
  linked: [],
  vanished: 0,
  unreadable: [],
  unreadableCount: 0,
  mountsSkipped: [],
  excluded: [],
  elapsedMs: 0,
};
