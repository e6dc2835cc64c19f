import type { CheckRule } from '../../model/check.js';
import type { CheckFinding, ContainerReport, Report, RootReport } from '../../report/types.js';
import { categoryOf } from './category-sum.js';
import { finding, judge, ofContainer, ofRoot, ofRoots } from './finding.js';

/** What a rule about logs measures of one container. */
export interface LogFigure {
  /** `null`: unmeasured. */
  readonly bytes: number | null;
  /** Why it is unmeasured or a lower bound; `null` when it is neither. */
  readonly reason: string | null;
  readonly details?: Partial<Pick<CheckFinding, 'basis' | 'since' | 'note'>>;
}

/** The bytes of a container's log. `null`: it keeps none in files. */
export function logSize(container: ContainerReport): LogFigure | null {
  const { logBytes, logging, unmeasuredReason } = container;
  if (logBytes !== null) return { bytes: logBytes, reason: null };
  if (logging.keeps === 'journal' || logging.keeps === 'nothing') return null;
  return { bytes: null, reason: unmeasuredReason ?? logging.note ?? 'its log was not measured' };
}

/** Roots of which not every log was seen, with the reason. */
export function rootsWithUnseenLogs({ roots }: Report): ReadonlyMap<string, string> {
  return new Map(
    roots
      .filter(({ kind }) => kind === 'data-root')
      .flatMap((root) => {
        const { reason } = categoryOf(root, 'container-logs');
        return reason === null ? [] : [[root.path, reason] as const];
      }),
  );
}

/**
 * Judges every container's log: a finding for each that breaks the rule; one for each reason why some, or all of a root,
 * cannot be judged; and only where there is neither, one for the largest figure.
 * @param figureOf `null`: the rule does not concern the container.
 */
export function perLog(
  report: Report,
  rule: CheckRule,
  limitBytes: number,
  figureOf: (container: ContainerReport) => LogFigure | null,
): CheckFinding[] {
  const unseen = rootsWithUnseenLogs(report);
  const judged = report.containers.flatMap((container) => {
    const figure = figureOf(container);
    if (figure === null) return [];
    const reason = figure.reason ?? unseen.get(container.root ?? '') ?? null;
    return [findingOf(rule, container, { ...figure, reason }, limitBytes)];
  });
  const broken = judged.filter(({ state }) => state === 'broken');
  // Of these the finding about their root says it.
  const unjudged = judged.filter(({ state, where }) => state === 'unjudged' && !unseen.has(where.path ?? ''));
  const roots = report.roots.filter(({ path }) => unseen.has(path));
  const open = [...together(unjudged), ...roots.map((root) => unseenIn(root, rule, limitBytes, unseen))];
  const found = [...broken.sort(bySize), ...open];
  return found.length > 0 ? found : [largest(rule, judged, limitBytes)];
}

function findingOf(
  rule: CheckRule,
  container: ContainerReport,
  { bytes, reason, details }: LogFigure,
  limitBytes: number,
): CheckFinding {
  const isAbove = bytes !== null && bytes > limitBytes;
  return finding(rule, ofContainer(container), judge(isAbove, reason !== null), {
    measuredBytes: bytes,
    limitBytes,
    lowerBound: bytes !== null && reason !== null,
    excessBytes: isAbove ? bytes - limitBytes : null,
    ...details,
    note: [reason, details?.note ?? null].find((one) => one !== null) ?? null,
    next: isAbove ? nextFor(container) : null,
  });
}

function nextFor({ logging: { bounded } }: ContainerReport): CheckFinding['next'] {
  const does =
    bounded === false
      ? 'shows it; created anew with --log-opt max-size=10m, it is bounded'
      : 'shows what bounds it';
  return { command: 'bilge logs', does };
}

/** Names that one line shows; the rest is counted. */
const NAMES_SHOWN = 3;

/** Those that cannot be judged for the same reason are one finding. */
function together(findings: readonly CheckFinding[]): CheckFinding[] {
  return [...Map.groupBy(findings, ({ note }) => note).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const names = group.slice(0, NAMES_SHOWN).map(({ where }) => where.name ?? where.id ?? '');
    const more = group.length - names.length;
    const which = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    const note = `of ${group.length} containers (${which}): ${first.note}`;
    return [finding(first.rule, ofRoots([]), 'unjudged', { limitBytes: first.limitBytes, note })];
  });
}

function unseenIn(
  root: RootReport,
  rule: CheckRule,
  limitBytes: number,
  unseen: ReadonlyMap<string, string>,
): CheckFinding {
  return finding(rule, ofRoot(root), 'unjudged', { limitBytes, note: unseen.get(root.path) ?? null });
}

function largest(rule: CheckRule, findings: readonly CheckFinding[], limitBytes: number): CheckFinding {
  const [first] = [...findings].sort(bySize);
  return (
    first ?? finding(rule, ofRoots([]), 'holds', { limitBytes, note: 'there is no log that it concerns' })
  );
}

function bySize(left: CheckFinding, right: CheckFinding): number {
  return (right.measuredBytes ?? 0) - (left.measuredBytes ?? 0);
}
