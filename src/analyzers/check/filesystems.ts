import type { CheckRule } from '../../model/check.js';
import type { CheckFinding, Report, RootReport } from '../../report/types.js';
import { finding, ofRoot, ofRoots, type Where } from './finding.js';

type FilesystemReport = NonNullable<RootReport['filesystem']>;

/** A filesystem that has roots, each once however many roots it has. */
export interface CheckedFilesystem extends FilesystemReport {
  readonly where: Where;
  readonly roots: readonly RootReport[];
}

/**
 * Judges each filesystem; a root without one, as under an engine of another machine, cannot be judged.
 * @param limit as the findings have it.
 */
export function perFilesystem(
  report: Report,
  rule: CheckRule,
  limit: Pick<CheckFinding, 'limitPercent'>,
  judgeOne: (filesystem: CheckedFilesystem) => CheckFinding,
): CheckFinding[] {
  if (report.roots.length === 0) {
    return [finding(rule, ofRoots([]), 'unjudged', { ...limit, note: 'no root was read' })];
  }
  const unknown = report.roots.filter(({ filesystem }) => filesystem === null);
  const note = 'its filesystem could not be looked at from here';
  return [
    ...filesystemsOf(report).map(judgeOne),
    ...unknown.map((root) => finding(rule, ofRoot(root), 'unjudged', { ...limit, note })),
  ];
}

function filesystemsOf({ roots }: Report): CheckedFilesystem[] {
  const known = roots.flatMap((root) =>
    root.filesystem === null ? [] : [{ root, filesystem: root.filesystem }],
  );
  const groups = Map.groupBy(known, ({ root, filesystem }) => identity(root, filesystem));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { root, filesystem } = first;
    const paths = group.map((one) => one.root.path);
    const where: Where = {
      ...ofRoot(root),
      kind: 'filesystem',
      path: filesystem.mountPoint ?? root.path,
      type: filesystem.type,
      roots: paths,
    };
    return [{ ...filesystem, where, roots: group.map((one) => one.root) }];
  });
}

/** A block device has one filesystem, wherever it is mounted; others are told apart by their mount points. */
function identity(root: RootReport, { device, mountPoint }: FilesystemReport): string {
  if (device?.startsWith('/') === true) return `device ${device}`;
  return mountPoint === null ? `root ${root.path}` : `mount ${mountPoint}`;
}
