import type { CleanupCandidate } from '../../model/cleanup-candidate.js';
import type { CleanupPolicy } from '../../model/policy.js';
import type { RuleName } from '../../model/removal.js';
import type {
  AdvisedObject,
  ContainerReport,
  ImageReport,
  LeftoverReport,
  RecommendationReport,
} from '../../report/types.js';
import type { RemovalModel } from '../removal/removal-model.js';

/** What rules look at. */
export interface RuleContext {
  readonly model: RemovalModel;
  readonly policy: CleanupPolicy;
  readonly candidates: ReadonlyMap<number, CleanupCandidate>;
  /** False where some containers may be missing. */
  readonly containersKnown: boolean;
  readonly images: readonly ImageReport[];
  readonly containers: readonly ContainerReport[];
  readonly leftovers: readonly LeftoverReport[];
}

/** Finds objects that an engine removes on request. */
export interface RemovalRule {
  readonly rule: RuleName;
  readonly title: string;
  /** Part of the plan that is made when nothing else is asked for, where nothing is lost for good. */
  readonly preselects: boolean;
  /** What removing them means. */
  readonly advice: string;
  readonly select: (context: RuleContext) => readonly CleanupCandidate[];
}

/** Finds what no engine command removes, and says what to do instead. */
export interface AdviceRule {
  readonly rule: RuleName;
  readonly title: string;
  readonly advise: (context: RuleContext) => Advice | null;
}

export interface Advice extends Pick<RecommendationReport, 'freedBytes' | 'inodes' | 'advice' | 'commands'> {
  readonly objects: readonly AdvisedObject[];
  /** Why figures are missing; `null` when none is. */
  readonly unmeasuredReason: string | null;
}

export const DAY_MS = 86_400_000;

/** Candidates of a kind that were not used for that long. What no time is known of counts as used just now. */
export function unusedFor(
  { candidates }: RuleContext,
  kind: CleanupCandidate['kind'],
  olderThanMs: number,
): CleanupCandidate[] {
  return [...candidates.values()].filter(
    (candidate) => candidate.kind === kind && !candidate.isUsed && (candidate.ageMs ?? 0) >= olderThanMs,
  );
}
