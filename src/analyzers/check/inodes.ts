import type { CheckFinding, Report } from '../../report/types.js';
import { type CheckedFilesystem, perFilesystem } from './filesystems.js';
import { finding, judge } from './finding.js';
import { isAboveShare, largestPart, percentOf } from './share.js';

/** `max-inodes`: the share of a filesystem's inodes in use. One that sets no limit (btrfs) cannot run out of them. */
export function checkInodes(report: Report, limitPercent: number): CheckFinding[] {
  return perFilesystem(report, 'max-inodes', { limitPercent }, (filesystem) =>
    checkOne(filesystem, limitPercent),
  );
}

function checkOne(filesystem: CheckedFilesystem, limitPercent: number): CheckFinding {
  const { where, inodesTotal, inodesFree } = filesystem;
  if (inodesTotal === null || inodesTotal === 0) {
    const note = 'it has no limit of inodes';
    return finding('max-inodes', where, 'holds', { limitPercent, note });
  }
  if (inodesFree === null) {
    const note = 'it does not tell how many inodes are free';
    return finding('max-inodes', where, 'unjudged', { limitPercent, note });
  }
  const used = Math.max(0, inodesTotal - inodesFree);
  const isAbove = isAboveShare(used, inodesTotal, limitPercent);
  return finding('max-inodes', where, judge(isAbove, false), {
    measuredInodes: used,
    measuredPercent: percentOf(used, inodesTotal),
    limitPercent,
    excessInodes: isAbove ? used - largestPart(inodesTotal, limitPercent) : null,
    next: isAbove ? { command: 'bilge df', does: 'shows what has the inodes' } : null,
  });
}
