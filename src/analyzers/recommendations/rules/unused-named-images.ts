import type { CleanupCandidate } from '../../../model/cleanup-candidate.js';
import { type RuleContext, unusedFor } from '../rule.js';

/** Images with a name and without a container. */
export function unusedNamedImages(context: RuleContext, olderThanMs: number): CleanupCandidate[] {
  return unusedFor(context, 'image', olderThanMs).filter(({ seen }) => (seen.references?.length ?? 0) > 0);
}
