import { measurePaths } from '../../analyzers/removal/measure-paths.js';
import { applyPlan, type Applied } from '../../cleanup/apply.js';
import { matchPlan } from '../../cleanup/match-plan.js';
import { predictRemoved } from '../../cleanup/predict.js';
import { proofOf, whyNoProof } from '../../cleanup/proof.js';
import { untilGone } from '../../collectors/disk/until-gone.js';
import { openRemovalEngine } from '../../collectors/engine/removal-engine.js';
import { NothingToReadError } from '../../collectors/nothing-to-read.js';
import { ExpectedError } from '../../model/expected-error.js';
import { formatBytes } from '../../report/text/bytes.js';
import { cleanText } from '../../report/text/clean-text.js';
import { recordLine, renderCleanupResult } from '../../report/text/cleanup-result.js';
import { TOLD } from '../../report/text/figure.js';
import { renderPlan } from '../../report/text/plan.js';
import { renderProblems } from '../../report/text/problems.js';
import type { CleanupPlan, CleanupResult } from '../../report/types.js';
import { collecting, SIZES } from '../collecting.js';
import { confirmYes } from '../confirm.js';
import { EXIT, type ExitCode, UsageError } from '../exit.js';
import { engineEndpoint } from '../host.js';
import { JsonLines } from '../json-lines.js';
import { type LoadedCleanup, type LoadedHost, loadHost } from '../load-report.js';
import { availableColumns, printJson, printLines, printNotes } from '../output.js';
import type { CleanOptions } from './clean-options.js';
import { untilInterrupt } from '../interrupt.js';

/** Containerd collects its garbage soon after the engine has answered. */
const GONE_LIMIT_MS = 15_000;

/**
 * Shows a plan, asks, removes its objects one after the other, and measures what that gave back.
 * @param isSaved the plan was made earlier: its objects are held against what the host has now.
 */
export async function runApply(
  plan: CleanupPlan,
  isSaved: boolean,
  host: LoadedCleanup,
  options: CleanOptions,
): Promise<ExitCode> {
  const style = { iec: options.iec === true };
  const available = availableColumns();
  // The result alone goes to standard output as JSON; what people read goes beside it.
  const print = options.json === true ? printNotes : printLines;
  print(renderPlan(plan, { style, available, all: true }));
  // Before the question: what could not be read may be why an object is in the plan.
  printNotes(renderProblems(host.report.problems));
  if (plan.engine === null)
    throw new UsageError(
      'nothing was removed: --apply removes through the engine’s API, and no engine answers; start the engine, or follow --script',
    );
  const isReached = plan.target?.reached !== false;
  if (plan.objects.length === 0) return isReached ? EXIT.complete : EXIT.failed;
  if (options.yes === true && !isReached) {
    // Nobody looks at how much may be lost for less than was asked for.
    printNotes([
      `bilge: nothing was removed: --free cannot be reached, and with --yes nobody is asked about less; all that may go frees ${formatBytes(plan.freedBytes, style)}: --free with that much takes it`,
    ]);
    return EXIT.failed;
  }
  if (options.yes !== true && !(await confirmYes(questionFor(plan, style)))) {
    printNotes(['Nothing was removed.']);
    return EXIT.failed;
  }
  const log = options.log === undefined ? null : await JsonLines.open(options.log);
  const interrupt = untilInterrupt();
  let applied: Applied;
  try {
    applied = await removeAll(plan, isSaved, host, { options, log, print, signal: interrupt.signal });
  } finally {
    interrupt.stop();
    await log?.close();
  }
  const result = await prove(plan, applied, host, options);
  if (options.json === true) printJson(result);
  else printLines(['', ...renderCleanupResult(result, style, available)]);
  if (result.ended === 'interrupted') interrupt.end();
  const isDone = result.objects.every(({ outcome }) => outcome === 'removed' || outcome === 'absent');
  return isDone && isReached ? EXIT.complete : EXIT.failed;
}

function questionFor(
  { objects, freedBytes, unmeasuredReason }: CleanupPlan,
  style: { readonly iec: boolean },
): string {
  const lost = objects.filter(({ risk }) => risk === 'data loss').length;
  const warning = lost === 0 ? '' : ` What is in ${lost} of them may exist nowhere else.`;
  const what = objects.length === 1 ? 'Remove this object' : `Remove these ${objects.length} objects`;
  const mark = unmeasuredReason === null || freedBytes === null ? '' : TOLD;
  return `\n${cleanText(`${what}, which frees ${mark}${formatBytes(freedBytes, style)}?${warning}`)}`;
}

interface Running {
  readonly options: CleanOptions;
  readonly log: JsonLines | null;
  readonly print: (lines: readonly string[]) => void;
  readonly signal: AbortSignal;
}

async function removeAll(
  plan: CleanupPlan,
  isSaved: boolean,
  host: LoadedCleanup,
  { options, log, print, signal }: Running,
): Promise<Applied> {
  const style = { iec: options.iec === true };
  const engine = await openRemovalEngine(await engineEndpoint(options));
  let complained = false;
  try {
    return await applyPlan(plan.objects, engine, {
      signal,
      preSkip: isSaved ? matchPlan(host.basis).whyNot : undefined,
      onRecord: async (record, index) => {
        print([recordLine(record, index, plan.objects.length, style)]);
        const problem = (await log?.write(record)) ?? null;
        if (problem !== null && !complained) printNotes([`bilge: ${cleanText(problem)}`]);
        complained ||= problem !== null;
      },
    });
  } finally {
    engine.close();
  }
}

/** Looks at the disk again: what was promised against what went. */
async function prove(
  plan: CleanupPlan,
  applied: Applied,
  host: LoadedCleanup,
  options: CleanOptions,
): Promise<CleanupResult> {
  const head = { schemaVersion: 1, kind: 'bilge-cleanup-result', ...applied } as const;
  const gone = plan.objects.filter((_object, index) => applied.objects[index]?.outcome === 'removed');
  if (gone.length === 0) return { ...head, proof: null, proofMissing: 'nothing was removed' };
  const { paths, predictedBytes } = predictRemoved(host.basis, gone);
  if (paths.length === 0)
    return { ...head, proof: null, proofMissing: 'nothing of it is on a disk that can be read here' };
  await untilGone(paths, GONE_LIMIT_MS);
  const later = await lookAgain(applied.ended === 'engine-lost' ? withoutEngine(options, host) : options);
  if (typeof later === 'string') return { ...head, proof: null, proofMissing: later };
  const unseen = whyNoProof(paths, host.report, later.report);
  if (unseen !== null) return { ...head, proof: null, proofMissing: unseen };
  const proof = proofOf({
    predictedBytes,
    before: measurePaths(host.inventory, paths),
    after: measurePaths(later.inventory, paths),
    reportBefore: host.report,
    reportAfter: later.report,
  });
  return { ...head, proof, proofMissing: null };
}

/** An engine that is lost cannot say where its data is: that is known from before. */
function withoutEngine(options: CleanOptions, { report }: LoadedHost): CleanOptions {
  const dataRoot = options.dataRoot ?? report.engine?.dataRoot ?? null;
  return { ...options, offline: true, ...(dataRoot === null ? {} : { dataRoot }) };
}

/** What was done is said even where the disk cannot be looked at again. @returns the host, or why not */
async function lookAgain(options: CleanOptions): Promise<LoadedHost | string> {
  try {
    return await loadHost(options, collecting(SIZES));
  } catch (error) {
    if (error instanceof ExpectedError || error instanceof NothingToReadError) return error.message;
    throw error;
  }
}
