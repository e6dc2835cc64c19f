import { analyzeForCleanup } from '../../../src/analyzers/analyze.js';
import type { CleanupBasis, CleanupCandidate } from '../../../src/model/cleanup-candidate.js';
import type { Inventory } from '../../../src/model/inventory.js';
import { type CleanupPolicy, DEFAULT_POLICY } from '../../../src/model/policy.js';
import type { RemovableKind, RuleName } from '../../../src/model/removal.js';
import type { RecommendationReport, Report } from '../../../src/report/types.js';

/** What is recommended for a host. */
export interface Advised {
  readonly basis: CleanupBasis;
  readonly report: Report;
  /** Names, or else ids, of what a rule has found, sorted; of every risk. */
  readonly found: (rule: RuleName) => string[];
  readonly findings: (rule: RuleName) => RecommendationReport[];
  /** Names, or else ids, of the candidates of a kind, sorted. */
  readonly candidates: (kind: RemovableKind) => string[];
  readonly candidate: (kind: RemovableKind, name: string) => CleanupCandidate;
}

/** With the default policy, but for what a test sets itself. */
export function advise(inventory: Inventory, policy: Partial<CleanupPolicy> = {}): Advised {
  const { basis, report } = analyzeForCleanup(inventory, '0.0.0', { ...DEFAULT_POLICY, ...policy });
  const findings = (rule: RuleName): RecommendationReport[] =>
    report.recommendations.filter((one) => one.rule === rule);
  const all = [...basis.candidates.values()];
  return {
    basis,
    report,
    findings,
    found: (rule) => namesOf(findings(rule).flatMap(({ objects }) => objects)),
    candidates: (kind) => namesOf(all.filter((one) => one.kind === kind)),
    candidate(kind, name) {
      const found = all.find((one) => one.kind === kind && (one.name === name || one.id === name));
      if (found === undefined) throw new Error(`${kind} ${name} is no candidate`);
      return found;
    },
  };
}

function namesOf(objects: readonly { readonly name: string | null; readonly id: string }[]): string[] {
  return objects.map(({ name, id }) => name ?? id).sort();
}

/** Ages of zero: whatever is unused is recommended. */
export const ANY_AGE: CleanupPolicy['olderThan'] = {
  images: 0,
  containers: 0,
  volumes: 0,
  buildCache: 0,
  networks: 0,
};

/** A policy that protects these names, and what has one of these labels. */
export function protecting(
  names: readonly string[],
  labels: readonly string[] = [],
): Pick<CleanupPolicy, 'protect'> {
  return { protect: { names, labels } };
}
