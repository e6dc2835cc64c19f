import { analyze, analyzeForCleanup } from '../analyzers/analyze.js';
import type { CleanupBasis } from '../model/cleanup-candidate.js';
import type { Inventory } from '../model/inventory.js';
import type { CleanupPolicy } from '../model/policy.js';
import { SAMPLE_LINE } from '../report/text/header.js';
import { renderProblems } from '../report/text/problems.js';
import type { Report } from '../report/types.js';
import { EXIT, type ExitCode } from './exit.js';
import { collectFrom } from './host.js';
import { beforeInterrupt } from './interrupt.js';
import type { SourceOptions } from './options.js';
import { printNotes } from './output.js';
import { ProgressLine } from './progress.js';
import { ownVersion } from './version.js';

/** A host as it was collected, and what that means. */
export interface LoadedHost {
  readonly inventory: Inventory;
  readonly report: Report;
}

/**
 * Collects and analyzes, with the progress on standard error.
 * @param collect in a test, what collects the host in place of the real collectors.
 */
export async function loadReport(options: SourceOptions, collect = collectFrom): Promise<Report> {
  return (await loadHost(options, collect)).report;
}

/** The same with the inventory, for questions that go beyond the report. */
export async function loadHost(options: SourceOptions, collect = collectFrom): Promise<LoadedHost> {
  const inventory = await collectWithProgress(options, collect);
  return { inventory, report: analyze(inventory, ownVersion()) };
}

/** A host with recommendations, and what a cleanup is chosen from. */
export interface LoadedCleanup extends LoadedHost {
  readonly basis: CleanupBasis;
}

/** The same with recommendations. */
export async function loadForCleanup(
  options: SourceOptions,
  policy: CleanupPolicy,
  collect = collectFrom,
): Promise<LoadedCleanup> {
  const inventory = await collectWithProgress(options, collect);
  return { inventory, ...analyzeForCleanup(inventory, ownVersion(), policy) };
}

async function collectWithProgress(options: SourceOptions, collect: typeof collectFrom): Promise<Inventory> {
  const progress = new ProgressLine();
  const stop = beforeInterrupt(() => progress.clear());
  try {
    return await collect(options, {
      onProgress: (soFar) => {
        progress.update(soFar);
      },
    });
  } finally {
    stop();
    progress.clear();
  }
}

/** Says on standard error what could not be read, and returns the exit code that goes with it. */
export function conclude(report: Report, options: { readonly json?: boolean } = {}): ExitCode {
  if (report.sample && options.json === true) printNotes([SAMPLE_LINE]);
  printNotes(renderProblems(report.problems));
  return report.complete ? EXIT.complete : EXIT.incomplete;
}
