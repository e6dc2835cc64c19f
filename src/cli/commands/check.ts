import { check } from '../../analyzers/check/check.js';
import { readConfiguration } from '../../collectors/configuration/read-configuration.js';
import {
  parsePercentage,
  parseSizeLimit,
  PERCENTAGE_FORMS,
  SIZE_FORMS,
  SIZE_LIMIT_FORMS,
} from '../../formats/check-limits.js';
import { parseByteSize } from '../../model/byte-size.js';
import { type CheckThresholds, DEFAULT_THRESHOLDS, joinThresholds, setsNothing } from '../../model/check.js';
import { brokenLines, heldLines, unjudgedLines } from '../../report/text/check.js';
import { SAMPLE_LINE } from '../../report/text/header.js';
import { renderProblems } from '../../report/text/problems.js';
import type { CheckResult, Report } from '../../report/types.js';
import { collecting, SIZES } from '../collecting.js';
import { EXIT, type ExitCode, UsageError } from '../exit.js';
import { loadReport } from '../load-report.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { printJson, printLines, printNotes } from '../output.js';
import { readReport } from '../read-report.js';

export interface CheckOptions extends SourceOptions, ViewOptions {
  readonly maxUsed?: string;
  readonly maxInodes?: string;
  readonly maxReclaimable?: string;
  readonly maxLeftovers?: string;
  readonly maxLog?: string;
  readonly maxLogGrowth?: string;
  readonly config?: string;
  readonly baseline?: string;
  readonly verbose?: boolean;
}

/**
 * `bilge check`: holds the host to thresholds. It says nothing where all of them hold, because cron mails whatever a
 * command prints.
 */
export async function runCheck(options: CheckOptions): Promise<ExitCode> {
  // What is wrong with options and files is said before the disk is walked.
  const own = thresholdsOf(options);
  const configured = (await readConfiguration({ named: options.config })).check;
  const wanted = joinThresholds(configured, own);
  const baseline = options.baseline === undefined ? null : await readReport(options.baseline);
  if (baseline !== null) refuseUseless(baseline, options.baseline ?? '');
  const report = await loadReport(options, collecting(SIZES));
  if (baseline !== null) refuseYounger(baseline, report, options.baseline ?? '');
  const result = check(report, setsNothing(wanted) ? DEFAULT_THRESHOLDS : wanted, baseline);
  print(result, options);
  return EXIT_OF[result.state];
}

const EXIT_OF = { broken: EXIT.failed, unjudged: EXIT.incomplete, holds: EXIT.complete } as const;

function thresholdsOf(options: CheckOptions): CheckThresholds {
  return {
    maxUsedPercent: limit('--max-used', options.maxUsed, parsePercentage, PERCENTAGE_FORMS),
    maxInodesPercent: limit('--max-inodes', options.maxInodes, parsePercentage, PERCENTAGE_FORMS),
    maxReclaimable: limit('--max-reclaimable', options.maxReclaimable, parseSizeLimit, SIZE_LIMIT_FORMS),
    maxLeftoversBytes: limit('--max-leftovers', options.maxLeftovers, parseByteSize, SIZE_FORMS),
    maxLogBytes: limit('--max-log', options.maxLog, parseByteSize, SIZE_FORMS),
    maxLogGrowthBytes: limit('--max-log-growth', options.maxLogGrowth, parseByteSize, SIZE_FORMS),
  };
}

function limit<T>(
  option: string,
  text: string | undefined,
  parse: (text: string) => T | null,
  forms: string,
): T | null {
  if (text === undefined) return null;
  const value = parse(text);
  if (value === null) throw new UsageError(`${option}: "${text}" is not allowed; give ${forms}`);
  return value;
}

function refuseUseless(baseline: Report, path: string): void {
  if (!baseline.notCollected.includes('sizes')) return;
  throw new UsageError(`${path} has no sizes to compare logs with; use what bilge report writes`);
}

function refuseYounger(baseline: Report, report: Report, path: string): void {
  if (Date.parse(baseline.generatedAt) < Date.parse(report.generatedAt)) return;
  throw new UsageError(
    `${path} is of ${baseline.generatedAt}, which is not before the report that is checked (${report.generatedAt})`,
  );
}

function print(result: CheckResult, options: CheckOptions): void {
  const style = { iec: options.iec === true };
  const unjudged = unjudgedLines(result, style);
  const shown = [
    ...brokenLines(result, style),
    ...(options.verbose === true ? heldLines(result, style) : []),
  ];
  const mark = result.sample ? [SAMPLE_LINE] : [];
  if (options.json === true) printJson(result);
  else if (shown.length > 0) printLines([...mark, ...shown]);
  if (options.json === true || (shown.length === 0 && unjudged.length > 0)) printNotes(mark);
  // Problems that leave no rule open are for who asks.
  const problems = result.problems.filter(
    ({ missing }) => options.verbose === true || (unjudged.length > 0 && missing !== null),
  );
  printNotes([...unjudged, ...renderProblems(problems)]);
}
