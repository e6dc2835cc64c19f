import type { SizeLimit } from '../../model/check.js';
import { addBytes } from '../../model/usage.js';
import type { CheckFinding, Report, RootReport } from '../../report/types.js';
import { perFilesystem } from './filesystems.js';
import { finding, judge, ofRoots, openNote } from './finding.js';
import { isAboveShare, lossToShare, percentOf } from './share.js';

const NEXT = { command: 'bilge clean', does: 'shows what can go' };

/** `max-reclaimable`: bytes of all roots together, or for each filesystem a share of what it has in use. */
export function checkReclaimable(report: Report, limit: SizeLimit): CheckFinding[] {
  if ('bytes' in limit) return [checkBytes(report, limit.bytes)];
  const { percent } = limit;
  return perFilesystem(report, 'max-reclaimable', { limitPercent: percent }, (filesystem) => {
    const { where, roots, usedBytes } = filesystem;
    const { bytes, lowerBound, note } = reclaimableOf(roots);
    if (bytes === null) {
      return finding('max-reclaimable', where, 'unjudged', { limitPercent: percent, note });
    }
    const isAbove = isAboveShare(bytes, usedBytes, percent);
    return finding('max-reclaimable', where, judge(isAbove, lowerBound), {
      measuredBytes: bytes,
      measuredPercent: percentOf(bytes, usedBytes),
      limitPercent: percent,
      lowerBound,
      // What goes is neither reclaimable nor in use any more.
      excessBytes: isAbove ? lossToShare(bytes, usedBytes, percent) : null,
      note,
      next: isAbove ? NEXT : null,
    });
  });
}

function checkBytes({ roots }: Report, limitBytes: number): CheckFinding {
  const where = ofRoots(roots);
  const { bytes, lowerBound, note } = reclaimableOf(roots);
  if (bytes === null) return finding('max-reclaimable', where, 'unjudged', { limitBytes, note });
  const isAbove = bytes > limitBytes;
  return finding('max-reclaimable', where, judge(isAbove, lowerBound), {
    measuredBytes: bytes,
    limitBytes,
    lowerBound,
    excessBytes: isAbove ? bytes - limitBytes : null,
    note,
    next: isAbove ? NEXT : null,
  });
}

/** The sum of what is known; the note says what is not. No byte of a root is in that of another one. */
function reclaimableOf(roots: readonly RootReport[]): {
  readonly bytes: number | null;
  readonly lowerBound: boolean;
  readonly note: string | null;
} {
  const known = roots.flatMap(({ reclaimableBytes }) => reclaimableBytes ?? []);
  const note = openNote(roots, reasonOf);
  return {
    bytes: known.length === 0 ? null : known.reduce(addBytes, 0),
    lowerBound: note !== null,
    note,
  };
}

function reasonOf({ reclaimableBytes, scan, sources, unmeasuredReason }: RootReport): string | null {
  if (reclaimableBytes !== null && scan.state === 'complete') return null;
  return sources?.['reclaimableBytes']?.reason ?? unmeasuredReason ?? 'it was not measured in full';
}
