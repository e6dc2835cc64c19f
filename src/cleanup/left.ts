import type { CleanupBasis, CleanupCandidate } from '../model/cleanup-candidate.js';
import {
  type FreedFigures,
  REMOVABLE_KINDS,
  type RemovableKind,
  RISKS,
  type RuleName,
} from '../model/removal.js';
import type { CleanupPlan } from '../report/types.js';
import { isChoosable, type PlanRequest } from './plan-request.js';

type Left = CleanupPlan['left'][number];

/** What was planned, and what for. */
export interface Planned {
  readonly positions: readonly number[];
  /** Rules that have found an object, by position. */
  readonly rules: ReadonlyMap<number, readonly RuleName[]>;
  /** Whether the target was reached; `null`: there was none. */
  readonly reached: boolean | null;
}

/** Objects of one row: they stay for the same reason. */
type Row = Pick<Left, 'rule' | 'title' | 'risk' | 'why'>;

/** What no rule has found, by kind. */
const OTHERS: Readonly<Record<RemovableKind, string>> = {
  container: 'other containers',
  image: 'other images',
  'build-cache': 'other build cache records',
  volume: 'other volumes',
  network: 'other networks',
};

const NAMED_VOLUMES = 'named volumes are taken only by their own name: --only named-volumes';

/** What a plan leaves although it could go, and why: by rule, and what no rule has found. */
export function leftOf(basis: CleanupBasis, request: PlanRequest, planned: Planned): Left[] {
  const { arithmetic } = basis;
  arithmetic.clear();
  for (const position of planned.positions) arithmetic.mark(position);
  const before = arithmetic.freed();
  const left = rowsOf(basis, request, planned).map(({ row, positions }): Left => {
    for (const position of positions) arithmetic.mark(position);
    const after = arithmetic.freed();
    for (const position of positions) arithmetic.unmark(position);
    return { ...row, objects: positions.length, ...difference(before, after) };
  });
  arithmetic.clear();
  return left;
}

/** Every object that stays in one row, its first rule's; intermediate images go with others, and are in none. */
function rowsOf(
  { arithmetic, candidates, findings }: CleanupBasis,
  request: PlanRequest,
  planned: Planned,
): { readonly row: Row; readonly positions: readonly number[] }[] {
  const told = new Set(planned.positions);
  const rows = new Map<string, { readonly row: Row; readonly positions: number[] }>();
  const tell = (row: Row, position: number): void => {
    if (told.has(position)) return;
    told.add(position);
    const key = Object.values(row).join('\0');
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { row, positions: [position] });
    else known.positions.push(position);
  };
  for (const { rule, title, risk, positions } of findings) {
    for (const position of positions) {
      const candidate = candidates.get(position);
      if (candidate === undefined) continue;
      const why = whyFound(request, planned, candidate, rule);
      tell({ rule, title, risk, why }, position);
    }
  }
  for (const candidate of [...candidates.values()].sort(byKind)) {
    const { position, kind, risk } = candidate;
    if (arithmetic.objects[position]?.goesWithChildren !== false) continue;
    tell({ rule: null, title: OTHERS[kind], risk, why: whyOther(request, planned, candidate) }, position);
  }
  return [...rows.values()];
}

/** What nobody misses first. */
function byKind(left: CleanupCandidate, right: CleanupCandidate): number {
  return (
    RISKS.indexOf(left.risk) - RISKS.indexOf(right.risk) ||
    REMOVABLE_KINDS.indexOf(left.kind) - REMOVABLE_KINDS.indexOf(right.kind)
  );
}

/** Why what a rule has found stays. */
function whyFound(
  request: PlanRequest,
  planned: Planned,
  candidate: CleanupCandidate,
  rule: RuleName,
): string {
  if (rule === 'named-volumes') return NAMED_VOLUMES;
  if (rule === 'held-images') return 'removing them frees next to nothing: their layers stay';
  if (request.freeBytes !== null) return whyNotChosen(request, planned, candidate);
  if (request.only !== null) return 'not named by --only';
  return candidate.risk === 'data loss'
    ? `may exist nowhere else: look at it, then take it with --only ${rule}`
    : 'not part of a recommended plan';
}

/** Why what no rule has found stays. */
function whyOther(request: PlanRequest, planned: Planned, candidate: CleanupCandidate): string {
  if (request.freeBytes !== null) return whyNotChosen(request, planned, candidate);
  if (candidate.isUsed) return 'a container that does not run holds it, and has to go first';
  return 'used lately (--older-than), or held by something that was';
}

/** Why something was not chosen to reach a target. */
function whyNotChosen(
  request: PlanRequest,
  { rules, reached }: Planned,
  candidate: CleanupCandidate,
): string {
  if (isChoosable(request, candidate, rules.get(candidate.position) ?? []))
    return reached === true ? 'not needed for the target' : 'frees nothing more';
  if (candidate.isNamedVolume && request.only?.includes('named-volumes') !== true) return NAMED_VOLUMES;
  return isChoosable({ ...request, olderThanMs: null }, candidate, rules.get(candidate.position) ?? [])
    ? 'used lately (--older-than)'
    : 'not named by --only';
}

/** What a larger set frees beyond a smaller one. */
function difference(
  before: FreedFigures,
  after: FreedFigures,
): Pick<Left, 'freedBytes' | 'unmeasuredReason'> {
  const bytes = after.allocatedBytes + after.toldBytes - before.allocatedBytes - before.toldBytes;
  if (after.unmeasured === before.unmeasured) return { freedBytes: bytes, unmeasuredReason: null };
  return { freedBytes: bytes === 0 ? null : bytes, unmeasuredReason: after.reasons.join('; ') };
}
