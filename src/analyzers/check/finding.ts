import type { CheckRule } from '../../model/check.js';
import type { CheckFinding, ContainerReport, RootReport } from '../../report/types.js';

export type Where = CheckFinding['where'];
type State = CheckFinding['state'];
type Fields = Partial<Omit<CheckFinding, 'rule' | 'where' | 'state'>>;

const NOTHING: Omit<CheckFinding, 'rule' | 'where' | 'state'> = {
  measuredBytes: null,
  measuredInodes: null,
  measuredPercent: null,
  lowerBound: false,
  limitBytes: null,
  limitPercent: null,
  excessBytes: null,
  excessInodes: null,
  reclaimableBytes: null,
  basis: null,
  since: null,
  note: null,
  next: null,
};

export function finding(rule: CheckRule, where: Where, state: State, fields: Fields): CheckFinding {
  return { rule, state, where, ...NOTHING, ...fields };
}

/** A lower bound above the limit breaks a rule, and one below it says nothing. */
export function judge(isAbove: boolean, lowerBound: boolean): State {
  if (isAbove) return 'broken';
  return lowerBound ? 'unjudged' : 'holds';
}

const NOWHERE = { path: null, type: null, id: null, name: null, roots: [] };

export function ofRoot({ path }: RootReport): Where {
  return { ...NOWHERE, kind: 'root', path, roots: [path] };
}

/** All roots together; the one that there is by its path. */
export function ofRoots(roots: readonly RootReport[]): Where {
  const [first] = roots;
  if (first !== undefined && roots.length === 1) return ofRoot(first);
  return { ...NOWHERE, kind: 'host', roots: roots.map(({ path }) => path) };
}

export function ofContainer({ id, name, root }: ContainerReport): Where {
  return { ...NOWHERE, kind: 'container', path: root, id, name, roots: root === null ? [] : [root] };
}

/**
 * Why the figure of these roots is unmeasured or a lower bound; `null` when it is neither.
 * @param reasonOf the same of one root
 */
export function openNote(
  roots: readonly RootReport[],
  reasonOf: (root: RootReport) => string | null,
): string | null {
  if (roots.length === 0) return 'no root was read';
  const reasons = roots.flatMap((root) => {
    const reason = reasonOf(root);
    if (reason === null) return [];
    return [roots.length === 1 ? reason : `${root.path}: ${reason}`];
  });
  return reasons.length === 0 ? null : reasons.join('; ');
}
