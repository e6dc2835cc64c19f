import type { CheckThresholds } from '../../model/check.js';
import type { CheckFinding, CheckResult, Report } from '../../report/types.js';
import { checkInodes } from './inodes.js';
import { checkLeftovers } from './leftovers.js';
import { checkLogGrowth } from './log-growth.js';
import { checkLogSize } from './log-size.js';
import { checkReclaimable } from './reclaimable.js';
import { checkUsed } from './used.js';

const ORDER = { broken: 0, unjudged: 1, holds: 2 } as const;

/**
 * Holds a report to thresholds; where one is `null`, there is no such rule.
 * @param baseline an earlier report of the same host, for the growth of logs.
 */
export function check(
  report: Report,
  thresholds: CheckThresholds,
  baseline: Report | null = null,
): CheckResult {
  const findings = [
    ...given(thresholds.maxUsedPercent, (limit) => checkUsed(report, limit)),
    ...given(thresholds.maxInodesPercent, (limit) => checkInodes(report, limit)),
    ...given(thresholds.maxReclaimable, (limit) => checkReclaimable(report, limit)),
    ...given(thresholds.maxLeftoversBytes, (limit) => checkLeftovers(report, limit)),
    ...given(thresholds.maxLogBytes, (limit) => checkLogSize(report, limit)),
    ...given(thresholds.maxLogGrowthBytes, (limit) => checkLogGrowth(report, limit, baseline)),
  ].sort((left, right) => ORDER[left.state] - ORDER[right.state]);
  return {
    schemaVersion: 1,
    kind: 'bilge-check',
    tool: report.tool,
    generatedAt: report.generatedAt,
    baselineAt: baseline?.generatedAt ?? null,
    sample: report.sample,
    host: report.host.hostname,
    state: findings[0]?.state ?? 'holds',
    thresholds: { ...thresholds },
    findings,
    problems: report.problems,
  };
}

function given<T>(limit: T | null, rule: (limit: T) => CheckFinding[]): CheckFinding[] {
  return limit === null ? [] : rule(limit);
}
