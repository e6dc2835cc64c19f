import type { CleanupBasis, CleanupCandidate } from '../model/cleanup-candidate.js';
import { type FreedFigures, RISKS } from '../model/removal.js';
import type { CleanupPlan } from '../report/types.js';
import type { PlanRequest } from './plan-request.js';

type Left = CleanupPlan['left'][number];

/** What a plan leaves although it could go, and why: by rule, and what no rule has found. */
export function leftOf(basis: CleanupBasis, request: PlanRequest, planned: readonly number[]): Left[] {
  const { arithmetic, candidates, findings } = basis;
  const taken = new Set(planned);
  const told = new Set<number>();
  for (const position of planned) arithmetic.mark(position);
  const before = arithmetic.freed();
  const onTop = (positions: readonly number[]): number | null => {
    for (const position of positions) arithmetic.mark(position);
    const after = arithmetic.freed();
    for (const position of positions) arithmetic.unmark(position);
    return difference(before, after);
  };
  const left = findings.flatMap(({ rule, title, risk, positions }): Left[] => {
    const staying = positions.filter((position) => !taken.has(position) && !told.has(position));
    if (staying.length === 0) return [];
    for (const position of staying) told.add(position);
    const why = whyLeft(request, rule, risk);
    return [{ rule, title, risk, objects: staying.length, freedBytes: onTop(staying), why }];
  });
  const others = [...candidates.values()].filter(
    ({ position }) =>
      !taken.has(position) && !told.has(position) && arithmetic.objects[position]?.goesWithChildren === false,
  );
  for (const risk of RISKS) {
    const positions = others.filter((one) => one.risk === risk).map(({ position }) => position);
    if (positions.length > 0) left.push(youngLeft(risk, positions, onTop(positions), request));
  }
  arithmetic.clear();
  return left;
}

function youngLeft(
  risk: CleanupCandidate['risk'],
  positions: readonly number[],
  freedBytes: number | null,
  { freeBytes }: PlanRequest,
): Left {
  return {
    rule: null,
    title: 'everything else that could go',
    risk,
    objects: positions.length,
    freedBytes,
    why:
      freeBytes === null
        ? 'used lately (--older-than), or held by something that was'
        : 'not needed for the target',
  };
}

function whyLeft({ only, freeBytes }: PlanRequest, rule: Left['rule'], risk: Left['risk']): string {
  if (rule === 'named-volumes') return 'named volumes are taken only by their own name: --only named-volumes';
  if (rule === 'held-images') return 'removing them frees next to nothing: their layers stay';
  if (freeBytes !== null)
    return only === null ? 'not needed for the target' : 'not needed, or not named by --only';
  if (only !== null) return 'not named by --only';
  return risk === 'data loss'
    ? `may exist nowhere else: look at it, then take it with --only ${rule ?? ''}`
    : 'not part of a recommended plan';
}

/** What a larger set frees beyond a smaller one. */
function difference(before: FreedFigures, after: FreedFigures): number | null {
  const bytes = after.allocatedBytes + after.toldBytes - before.allocatedBytes - before.toldBytes;
  return after.unmeasured > before.unmeasured && bytes === 0 ? null : bytes;
}
