import type { CheckFinding, ContainerReport, Report } from '../../report/types.js';
import { isRunning } from '../host-view.js';
import { type LogFigure, logSize, perLog, rootsWithUnseenLogs } from './container-logs.js';

const DAY_MS = 86_400_000;

/** A container that has just begun says nothing of a day. */
const YOUNGEST_MS = 3_600_000;

/**
 * `max-log-growth`: what a log grows by in a day. Between the two reports where there is a baseline that has the
 * container; else on average since the container was created, for those that run and whose log nothing bounds.
 */
export function checkLogGrowth(report: Report, limitBytes: number, baseline: Report | null): CheckFinding[] {
  const earlier = baseline === null ? null : new Earlier(baseline);
  return perLog(report, 'max-log-growth', limitBytes, (container) => {
    const now = logSize(container);
    if (now === null || now.bytes === null) {
      return isWatched(container) && !hasJustBegun(container, report) ? now : null;
    }
    const before = earlier?.sizeOf(container) ?? null;
    if (before === null || earlier === null) return average(container, now.bytes, report, limitBytes);
    if (before <= now.bytes) return between(now.bytes - before, earlier.report, report);
    return afterShrinking(average(container, now.bytes, report, limitBytes));
  });
}

/** It runs, so that it can grow, and nothing is known to stop it. */
function isWatched({ status, logging }: ContainerReport): boolean {
  return isRunning(status) && logging.bounded !== true;
}

function beginOf({ createdAt, startedAt }: ContainerReport): string | null {
  return createdAt ?? startedAt;
}

/** Also one that was created after the walk had passed, which has not met its log. */
function hasJustBegun(container: ContainerReport, { generatedAt }: Report): boolean {
  const since = beginOf(container);
  return since !== null && !(Date.parse(generatedAt) - Date.parse(since) >= YOUNGEST_MS);
}

/** The logs of an earlier report. */
class Earlier {
  readonly report: Report;
  readonly #sizes: ReadonlyMap<string, number>;

  constructor(report: Report) {
    this.report = report;
    const unseen = rootsWithUnseenLogs(report);
    this.#sizes = new Map(
      report.containers
        .filter(({ root }) => !unseen.has(root ?? ''))
        .flatMap((one) => (one.logBytes === null ? [] : [[keyOf(one), one.logBytes] as const])),
    );
  }

  /** `null`: it was not there, or not measured. */
  sizeOf(container: ContainerReport): number | null {
    return this.#sizes.get(keyOf(container)) ?? null;
  }
}

/** A copy of a data root has containers with the same ids. */
function keyOf({ id, root }: ContainerReport): string {
  return `${root ?? ''}\n${id}`;
}

function between(grown: number, earlier: Report, later: Report): LogFigure {
  const elapsed = Date.parse(later.generatedAt) - Date.parse(earlier.generatedAt);
  // Clocks can be set back; the caller refuses a baseline that is not older.
  if (!(elapsed > 0)) return { bytes: null, reason: 'the baseline is not older than this report' };
  return {
    bytes: aDay(grown, elapsed),
    reason: null,
    details: { basis: 'baseline', since: earlier.generatedAt },
  };
}

function average(
  container: ContainerReport,
  bytes: number,
  report: Report,
  limitBytes: number,
): LogFigure | null {
  if (!isWatched(container)) return null;
  const since = beginOf(container);
  if (since === null) return { bytes: null, reason: 'when it was created is not known' };
  if (hasJustBegun(container, report)) return null;
  const age = Date.parse(report.generatedAt) - Date.parse(since);
  const growth = aDay(bytes, age);
  if (container.logging.bounded === null && growth > limitBytes) {
    return {
      bytes: null,
      reason: `${container.logging.note ?? 'its log driver is not known'}: it may be bounded`,
    };
  }
  return { bytes: growth, reason: null, details: { basis: 'average', since } };
}

/** What was cut off counts in no average: it is a lower bound. */
function afterShrinking(figure: LogFigure | null): LogFigure | null {
  const reason =
    'its log is smaller than in the baseline, so it was rotated or truncated, and the average since it was created says too little';
  return figure === null ? null : { ...figure, reason: figure.reason ?? reason };
}

function aDay(bytes: number, elapsedMs: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.round((bytes / elapsedMs) * DAY_MS));
}
