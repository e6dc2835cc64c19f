import type { CleanupBasis, CleanupCandidate, CleanupFinding } from '../../model/cleanup-candidate.js';
import { freedRecord } from '../../model/freed-figures.js';
import type { CleanupPolicy } from '../../model/policy.js';
import { type FreedFigures, type RemovableKind, type Risk, RISKS, RULES } from '../../model/removal.js';
import type { AdvisedObject, RecommendationReport, Report } from '../../report/types.js';
import type { HostView } from '../host-view.js';
import { HostHolders } from '../removal/host-holders.js';
import { buildRemovalModel } from '../removal/removal-model.js';
import { findCandidates } from './candidates/candidates.js';
import type { Advice, AdviceRule, RemovalRule, RuleContext } from './rule.js';
import { ADVICE_RULES, REMOVAL_RULES } from './rules/rules.js';

/** The reports that recommendations are made from: of the same inventory as the view. */
export type RecommendationSources = Pick<
  Report,
  'images' | 'containers' | 'volumes' | 'buildCache' | 'networks' | 'leftovers'
>;

/** What a cleanup is chosen from, and what the report says of it. */
export interface Recommendations {
  readonly basis: CleanupBasis;
  readonly reports: readonly RecommendationReport[];
}

/**
 * What a host can do without: one finding for each rule and risk, each with exactly what it frees as a set.
 * @param now when the inventory was taken, milliseconds since 1970.
 */
export function recommend(
  view: HostView,
  sources: RecommendationSources,
  policy: CleanupPolicy,
  now: number,
): Recommendations {
  const holders = new HostHolders(view, sources);
  const model = buildRemovalModel(holders, sources);
  const { candidates, protected: kept } = findCandidates(holders, model, sources, policy, now);
  const { images, containers, leftovers } = sources;
  const { containersKnown } = view;
  const context: RuleContext = { model, policy, candidates, containersKnown, images, containers, leftovers };
  const found = REMOVAL_RULES.flatMap((rule) =>
    findingsOf(rule, context).map((finding) => ({ rule, finding })),
  );
  const reports = [
    ...found.map(({ rule, finding }) => reportFinding(rule, finding, context)),
    ...ADVICE_RULES.flatMap((rule) => reportAdvice(rule, rule.advise(context))),
  ];
  reports.sort((left, right) => RULES.indexOf(left.rule) - RULES.indexOf(right.rule));
  return {
    basis: { arithmetic: model, candidates, findings: found.map(({ finding }) => finding), protected: kept },
    reports,
  };
}

/** Kinds that are unused when no container uses them: where containers may be missing, nobody knows. */
const HELD_BY_CONTAINERS: readonly RemovableKind[] = ['image', 'volume', 'network'];

/** What a rule has found, by risk, without what stays although it was found. */
function findingsOf(rule: RemovalRule, context: RuleContext): CleanupFinding[] {
  const selected = rule.select(context);
  return RISKS.flatMap((risk) => {
    const chosen = selected.filter((candidate) => candidate.risk === risk);
    const positions = effective(context, chosen);
    if (positions.length === 0) return [];
    const { preselects, title } = rule;
    const isUnused = context.containersKnown || !chosen.some(({ kind }) => HELD_BY_CONTAINERS.includes(kind));
    const preselected = preselects && risk !== 'data loss' && isUnused;
    return [{ rule: rule.rule, title, risk, preselected, positions }];
  });
}

/** Those of a set that go when it is removed. */
function effective({ model }: RuleContext, chosen: readonly CleanupCandidate[]): number[] {
  for (const { position } of chosen) model.mark(position);
  const positions = chosen.map(({ position }) => position).filter((position) => model.isRemoved(position));
  model.clear();
  return positions;
}

function reportFinding(
  rule: RemovalRule,
  finding: CleanupFinding,
  context: RuleContext,
): RecommendationReport {
  const { model, candidates } = context;
  const chosen = finding.positions.flatMap((position) => candidates.get(position) ?? []);
  const objects = chosen.map((candidate) => advisedObject(candidate, model.freedBy([candidate.position])));
  const freed = model.freedBy(finding.positions);
  return {
    rule: finding.rule,
    title: finding.title,
    risk: finding.risk,
    preselected: finding.preselected,
    removable: true,
    objects: objects.sort(bySize),
    ...freedRecord(freed),
    advice: rule.advice,
    commands: chosen.flatMap(({ commands }) => commands),
  };
}

function advisedObject(candidate: CleanupCandidate, freed: FreedFigures): AdvisedObject {
  const { kind, id, name, root, risk, lastUsedAt, lastUse, evidence } = candidate;
  const { freedBytes, inodes } = freedRecord(freed);
  return { kind, id, name, root, risk, freedBytes, inodes, lastUsedAt, lastUse, evidence };
}

function bySize(left: AdvisedObject, right: AdvisedObject): number {
  return (right.freedBytes ?? 0) - (left.freedBytes ?? 0) || (left.id < right.id ? -1 : 1);
}

function reportAdvice({ rule, title }: AdviceRule, advice: Advice | null): RecommendationReport[] {
  if (advice === null) return [];
  const { objects, unmeasuredReason, ...rest } = advice;
  return [
    {
      rule,
      title,
      risk: worst(objects.map(({ risk }) => risk)),
      preselected: false,
      removable: false,
      objects: [...objects],
      ...rest,
      source: 'disk',
      unmeasuredReason,
    },
  ];
}

function worst(risks: readonly Risk[]): Risk {
  return RISKS[Math.max(0, ...risks.map((risk) => RISKS.indexOf(risk)))] ?? 'safe';
}
