import { addBytes } from '../../model/usage.js';
import type { CheckFinding, Report, RootReport } from '../../report/types.js';
import { categoryOf } from './category-sum.js';
import { finding, judge, ofRoots, openNote } from './finding.js';

/** `max-leftovers`: the category of that name in all roots together, as `bilge df` shows it. */
export function checkLeftovers(report: Report, limitBytes: number): CheckFinding[] {
  const { roots } = report;
  const where = ofRoots(roots);
  const known = roots.flatMap((root) => categoryOf(root, 'leftovers').bytes ?? []);
  const note = openNote(roots, (root) => categoryOf(root, 'leftovers').reason ?? unproven(report, root));
  if (known.length === 0) return [finding('max-leftovers', where, 'unjudged', { limitBytes, note })];
  const bytes = known.reduce(addBytes, 0);
  const isAbove = bytes > limitBytes;
  return [
    finding('max-leftovers', where, judge(isAbove, note !== null), {
      measuredBytes: bytes,
      limitBytes,
      lowerBound: note !== null,
      excessBytes: isAbove ? bytes - limitBytes : null,
      note,
      next: isAbove ? { command: 'bilge leftovers', does: 'shows each, and how to remove it' } : null,
    }),
  ];
}

/** Nothing is called a leftover that metadata may refer to which could not be read: then there may be more. */
function unproven({ problems }: Report, { path: root }: RootReport): string | null {
  const unread = problems.find(
    ({ source, path, missing }) =>
      missing !== null &&
      (source === 'data-root' || source === 'containerd') &&
      path !== null &&
      (path === root || path.startsWith(`${root}/`)),
  );
  return unread === undefined ? null : `${unread.message.replace(/\.$/, '')}: there may be more`;
}
