import { addBytes } from '../../model/usage.js';
import { writeByteSize } from '../../model/byte-size.js';
import type { CheckFinding, Report, RootReport } from '../../report/types.js';
import { type CheckedFilesystem, perFilesystem } from './filesystems.js';
import { finding, judge } from './finding.js';
import { isAboveShare, largestPart, percentOf } from './share.js';

/** `max-used`: the share in use as `df` counts it, of what is used and available; compared exactly, not rounded up. */
export function checkUsed(report: Report, limitPercent: number): CheckFinding[] {
  return perFilesystem(report, 'max-used', { limitPercent }, (filesystem) =>
    checkOne(filesystem, limitPercent),
  );
}

function checkOne(filesystem: CheckedFilesystem, limitPercent: number): CheckFinding {
  const { where, usedBytes, availableBytes, roots } = filesystem;
  const whole = addBytes(usedBytes, availableBytes);
  if (whole === 0) {
    return finding('max-used', where, 'unjudged', { limitPercent, note: 'it has no size' });
  }
  const isAbove = isAboveShare(usedBytes, whole, limitPercent);
  const figures = {
    measuredBytes: usedBytes,
    measuredPercent: percentOf(usedBytes, whole),
    limitPercent,
  };
  if (!isAbove) return finding('max-used', where, judge(isAbove, false), figures);
  // What is freed becomes available: the whole stays as it is.
  const excessBytes = usedBytes - largestPart(whole, limitPercent);
  const reclaimableBytes = reclaimableOf(roots);
  const isEnough = reclaimableBytes === null || reclaimableBytes >= excessBytes;
  return finding('max-used', where, 'broken', {
    ...figures,
    excessBytes,
    reclaimableBytes,
    note: isReserveFull(filesystem)
      ? 'nothing is available to users: more has to go where the blocks reserved for root are in use as well'
      : null,
    next: isEnough
      ? { command: `bilge clean --free ${writeByteSize(excessBytes)}`, does: 'brings it below' }
      : { command: 'bilge clean', does: 'shows what can go, bilge df what is in the way' },
  });
}

/** `f_bavail` is 0 while blocks are left for root: how many of these are reserved does not show any more. */
function isReserveFull({ availableBytes, totalBytes }: CheckedFilesystem): boolean {
  return availableBytes === 0 && totalBytes > 0;
}

/** `null` where it is not measured in full: more may be reclaimed then. */
function reclaimableOf(roots: readonly RootReport[]): number | null {
  let sum = 0;
  for (const { reclaimableBytes, scan } of roots) {
    if (reclaimableBytes === null || scan.state !== 'complete') return null;
    sum = addBytes(sum, reclaimableBytes);
  }
  return sum;
}
