import type { CleanupCandidate, SeenState } from '../../../model/cleanup-candidate.js';
import type { Risk } from '../../../model/removal.js';
import type { UseEvidence } from '../last-use.js';

/** What one kind of object adds to a candidate. */
export interface CandidateFacts {
  readonly names: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly risk: Risk;
  readonly uses: readonly UseEvidence[];
  readonly costBytes: number;
  readonly isNamedVolume: boolean;
  readonly hasAnonymousLabel?: boolean;
  readonly cache: CleanupCandidate['cache'];
  readonly isUsed: boolean;
  readonly evidence: string;
  readonly commands: readonly string[];
  readonly seen: SeenState;
}

/** Nothing was seen. */
export const UNSEEN: SeenState = {
  references: null,
  status: null,
  startedAt: null,
  finishedAt: null,
  createdAt: null,
  lastUsedAt: null,
  usageCount: null,
  allocatedBytes: null,
  modifiedAt: null,
};
