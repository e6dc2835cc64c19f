import type { CleanupBasis } from '../model/cleanup-candidate.js';
import type { PlanObject } from '../report/types.js';
import { matchPlan } from './match-plan.js';

/** What a set of objects takes with it. */
export interface Prediction {
  /** Absolute. */
  readonly paths: readonly string[];
  /** Allocated bytes; `null` where not all of it was measured. */
  readonly predictedBytes: number | null;
}

/** What exactly the objects that were removed free, and where. The arithmetic is left with nothing marked. */
export function predictRemoved(basis: CleanupBasis, gone: readonly PlanObject[]): Prediction {
  const { arithmetic } = basis;
  const { positionOf } = matchPlan(basis);
  arithmetic.clear();
  const paths = gone.flatMap((object) => {
    const position = positionOf(object);
    return position === undefined ? [] : arithmetic.markListing(position);
  });
  const { allocatedBytes, unmeasured } = arithmetic.freed();
  arithmetic.clear();
  return { paths, predictedBytes: unmeasured > 0 ? null : allocatedBytes };
}
