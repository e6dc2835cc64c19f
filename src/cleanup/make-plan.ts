import type { CleanupBasis, CleanupCandidate } from '../model/cleanup-candidate.js';
import { freedRecord } from '../model/freed-figures.js';
import type { FreedFigures, RuleName } from '../model/removal.js';
import type { CleanupPlan, PlanObject, Report } from '../report/types.js';
import { coverTarget } from './cover.js';
import { leftOf } from './left.js';
import { removalOrder } from './order.js';
import { isChoosable, isSelected, type PlanRequest } from './plan-request.js';

/** What was chosen, before it is put into an order. */
interface Choice {
  readonly positions: readonly number[];
  readonly target: CleanupPlan['target'];
  readonly sentences: readonly string[];
}

/**
 * Makes a plan: which objects go, in which order, and what that frees, exactly as a set.
 * @param report of the same inventory as the basis.
 */
export function makePlan(basis: CleanupBasis, report: Report, request: PlanRequest): CleanupPlan {
  const rules = rulesByPosition(basis);
  const choice = request.freeBytes === null ? recommended(basis, request) : covering(basis, request, rules);
  const positions = withCompanions(basis, choice.positions);
  const ordered = removalOrder(basis.arithmetic.objects, positions);
  const { objects, freed } = stepsOf(basis, ordered, rules);
  const { engine, generatedAt, sample, tool, host, problems } = report;
  return {
    schemaVersion: 1,
    kind: 'bilge-cleanup-plan',
    tool,
    generatedAt,
    sample,
    host: host.hostname,
    engine:
      engine?.reached === true
        ? {
            endpoint: engine.endpoint,
            version: engine.version,
            dataRoot: engine.dataRoot,
            imageStore: engine.imageStore,
          }
        : null,
    ...freedRecord(freed),
    objects,
    target: choice.target,
    choice: [...choice.sentences],
    left: leftOf(basis, request, { positions, rules, reached: choice.target?.reached ?? null }),
    protected: basis.protected.map((one) => ({ ...one })),
    advice: report.recommendations.filter(({ removable }) => !removable),
    problems: [...problems],
  };
}

function rulesByPosition({ findings }: CleanupBasis): ReadonlyMap<number, readonly RuleName[]> {
  const rules = new Map<number, RuleName[]>();
  for (const { rule, positions } of findings) {
    for (const position of positions) {
      const known = rules.get(position);
      if (known === undefined) rules.set(position, [rule]);
      else if (!known.includes(rule)) known.push(rule);
    }
  }
  return rules;
}

function recommended(basis: CleanupBasis, request: PlanRequest): Choice {
  const selected = basis.findings.filter((finding) => {
    const kind = basis.candidates.get(finding.positions[0] ?? -1)?.kind;
    return kind !== undefined && isSelected(request, finding, kind);
  });
  const sentence =
    request.only === null
      ? 'Chosen by the rules: what was not used for a while (--older-than) and can be made again; nothing whose content may exist nowhere else.'
      : `Chosen by the rules for ${request.only.join(', ')}: what was not used for a while (--older-than), whatever its risk.`;
  return {
    positions: selected.flatMap(({ positions }) => positions),
    target: null,
    sentences: [sentence],
  };
}

function covering(
  { arithmetic, candidates }: CleanupBasis,
  request: PlanRequest,
  rules: ReadonlyMap<number, readonly RuleName[]>,
): Choice {
  const bytes = request.freeBytes ?? 0;
  const choosable = [...candidates.values()].filter((candidate) =>
    isChoosable(request, candidate, rules.get(candidate.position) ?? []),
  );
  const cover = coverTarget(arithmetic, choosable, bytes);
  const considered = `${choosable.length} ${choosable.length === 1 ? 'object' : 'objects'}`;
  return {
    positions: cover.positions,
    target: { bytes, reached: cover.reached, exact: cover.exact },
    sentences: [
      `Chosen out of ${considered} that can go: as little as possible of what may exist nowhere else, then as little as possible of what has to be pulled or built again, each the less the longer it was not used.`,
      cover.exact
        ? 'No other choice costs less.'
        : 'There are too many choices to look at all of them: this is the best one that was found; every object of it is needed.',
    ],
  };
}

/** Those of a set that go, and the intermediate images that go with them. */
function withCompanions({ arithmetic, candidates }: CleanupBasis, chosen: readonly number[]): number[] {
  arithmetic.clear();
  for (const position of chosen) arithmetic.mark(position);
  const wanted = new Set(chosen);
  const positions = [...candidates.keys()].filter(
    (position) =>
      arithmetic.isRemoved(position) &&
      (wanted.has(position) || arithmetic.objects[position]?.goesWithChildren === true),
  );
  arithmetic.clear();
  return positions;
}

/** The objects in their order, each with what it adds. */
function stepsOf(
  { arithmetic, candidates }: CleanupBasis,
  ordered: readonly number[],
  rules: ReadonlyMap<number, readonly RuleName[]>,
): { readonly objects: PlanObject[]; readonly freed: FreedFigures } {
  const alone = new Map(ordered.map((position) => [position, aloneFigures(arithmetic, position)]));
  let before = arithmetic.freed();
  const objects = ordered.flatMap((position): PlanObject[] => {
    const candidate = candidates.get(position);
    if (candidate === undefined) return [];
    const paths = arithmetic.markListing(position);
    const after = arithmetic.freed();
    const addsBytes = after.unmeasured > 0 ? null : after.allocatedBytes - before.allocatedBytes;
    before = after;
    return [planObject(candidate, alone.get(position) ?? null, addsBytes, paths, rules.get(position) ?? [])];
  });
  const freed = arithmetic.freed();
  arithmetic.clear();
  return { objects, freed };
}

function aloneFigures(arithmetic: CleanupBasis['arithmetic'], position: number): FreedFigures {
  arithmetic.mark(position);
  const freed = arithmetic.freed();
  arithmetic.unmark(position);
  return freed;
}

const NOT_KNOWN = { freedBytes: null, inodes: null };

function planObject(
  candidate: CleanupCandidate,
  alone: FreedFigures | null,
  addsBytes: number | null,
  paths: readonly string[],
  rules: readonly RuleName[],
): PlanObject {
  const { kind, id, name, root, risk, lastUsedAt, lastUse, evidence, commands, seen } = candidate;
  const { freedBytes, inodes } = alone === null ? NOT_KNOWN : freedRecord(alone);
  return {
    kind,
    id,
    name,
    root,
    risk,
    freedBytes,
    inodes,
    lastUsedAt,
    lastUse,
    evidence,
    rules: [...rules],
    addsBytes,
    paths: [...paths],
    commands: [...commands],
    seen: { ...seen, references: seen.references === null ? null : [...seen.references] },
  };
}
