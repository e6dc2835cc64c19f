import type { CleanupCandidate, CleanupFinding } from '../model/cleanup-candidate.js';
import { type RemovableKind, type RuleName, RULES } from '../model/removal.js';

/** Kinds as people name them on the command line, with the rules of each that they stand for. */
const KINDS: Readonly<Record<string, RemovableKind>> = {
  images: 'image',
  containers: 'container',
  volumes: 'volume',
  cache: 'build-cache',
  networks: 'network',
};

/** Rules that give advice: no engine command removes what they find, so no plan can have it. */
const ADVICE_ONLY: readonly RuleName[] = ['unbounded-logs', 'leftovers'];

/** What `--only` may name: a kind, or a rule. */
export const SELECTORS: readonly string[] = [
  ...Object.keys(KINDS),
  ...RULES.filter((rule) => !ADVICE_ONLY.includes(rule)),
];

/** What is asked of a plan. */
export interface PlanRequest {
  /** Names out of {@link SELECTORS}; `null`: whatever is recommended. */
  readonly only: readonly string[] | null;
  /** Bytes to reach; `null`: none. */
  readonly freeBytes: number | null;
  /** Asked for by the caller, beyond the ages of the policy; `null`: not. */
  readonly olderThanMs: number | null;
}

/** Rules whose objects are taken only when they are named themselves. */
const ONLY_BY_NAME: readonly RuleName[] = ['named-volumes', 'held-images'];

/** Whether a finding is part of the plan. What a kind or a rule is named for is taken whatever its risk. */
export function isSelected(request: PlanRequest, finding: CleanupFinding, kind: RemovableKind): boolean {
  const { only } = request;
  if (only === null) return finding.preselected;
  if (only.includes(finding.rule)) return true;
  return !ONLY_BY_NAME.includes(finding.rule) && only.some((name) => KINDS[name] === kind);
}

/** Whether an object may be chosen to reach a target. */
export function isChoosable(
  { only, olderThanMs }: PlanRequest,
  candidate: CleanupCandidate,
  rules: readonly RuleName[],
): boolean {
  if (olderThanMs !== null && (candidate.ageMs ?? 0) < olderThanMs) return false;
  const isNamed = only?.some((name) => rules.some((rule) => rule === name)) === true;
  if (candidate.isNamedVolume) return only?.includes('named-volumes') === true;
  return only === null || isNamed || only.some((name) => KINDS[name] === candidate.kind);
}
