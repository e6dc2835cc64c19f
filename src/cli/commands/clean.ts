import { makePlan } from '../../cleanup/make-plan.js';
import { foreignPlan, matchPlan } from '../../cleanup/match-plan.js';
import { cleanupScript } from '../../cleanup/script.js';
import { readConfiguration } from '../../collectors/configuration/read-configuration.js';
import { planSchema } from '../../report/schema/plan.js';
import { formatBytes } from '../../report/text/bytes.js';
import { cleanText, safeJson } from '../../report/text/clean-text.js';
import { renderPlan } from '../../report/text/plan.js';
import type { CleanupPlan } from '../../report/types.js';
import { EXIT, type ExitCode, UsageError } from '../exit.js';
import { conclude, type LoadedCleanup, loadForCleanup } from '../load-report.js';
import { availableColumns, printJson, printLines, printNotes } from '../output.js';
import { assertWritable, writeOutput } from '../output-file.js';
import { readJson } from '../read-json.js';
import { type CleanOptions, cleanRequest, refuseContradictions } from './clean-options.js';

const THE_PLAN = 'the plan';

/** `bilge clean`: what can go and what that frees; with `--apply`, after a yes, removes exactly that. */
export async function runClean(options: CleanOptions): Promise<ExitCode> {
  refuseContradictions(options);
  if (options.apply === true && options.yes !== true && !process.stdin.isTTY) {
    throw new UsageError(
      'nothing was removed: standard input is no terminal, so nobody can say yes; --yes says it beforehand',
    );
  }
  if (options.output !== undefined) await assertWritable(options.output, THE_PLAN);
  if (options.log !== undefined) await assertWritable(options.log, 'the log');
  const { policy: configured } = await readConfiguration({ named: options.config });
  const { request, policy } = cleanRequest(options, configured);
  const saved = options.plan === undefined ? null : await readPlan(options.plan);
  if (options.verify === true) return (await import('./clean-verify.js')).runVerify(options);
  const host = await loadForCleanup(options, policy);
  const made = makePlan(host.basis, host.report, request);
  if (saved !== null) refuseForeign(saved, made, options.plan ?? '');
  const plan = saved ?? made;
  if (options.output !== undefined) await writeOutput(options.output, THE_PLAN, `${safeJson(plan, 2)}\n`);
  if (options.apply === true)
    return (await import('./clean-apply.js')).runApply(plan, saved !== null, host, options);
  show(plan, host, options);
  const exit = conclude(host.report, options);
  return plan.target?.reached === false ? EXIT.failed : exit;
}

function readPlan(path: string): Promise<CleanupPlan> {
  return readJson(path, planSchema, 'plan', 'bilge clean -o FILE saves one');
}

function refuseForeign(saved: CleanupPlan, made: CleanupPlan, path: string): void {
  // The sample’s plan may be looked at beside the sample: nothing is ever removed there.
  if (saved.sample && made.sample) return;
  const why = foreignPlan(saved, made);
  if (why !== null)
    throw new UsageError(`nothing was removed: the plan of ${path} is not for this engine: ${why}`);
}

function show(plan: CleanupPlan, host: LoadedCleanup, options: CleanOptions): void {
  const style = { iec: options.iec === true };
  if (options.json === true) {
    printJson(plan);
    return;
  }
  if (options.script === true) {
    const bytes = (figure: number | null): string => formatBytes(figure, style);
    printLines(cleanupScript(plan, { bytes, clean: cleanText }));
    return;
  }
  const available = availableColumns();
  printLines(renderPlan(plan, { style, available, all: options.all === true }));
  if (options.plan !== undefined) {
    const { whyNot } = matchPlan(host.basis);
    const changed = plan.objects.flatMap((object) => {
      const why = whyNot(object);
      return why === null ? [] : [`${object.kind} ${object.name ?? object.id}: would be skipped: ${why}`];
    });
    if (changed.length > 0) printLines(['', ...changed.map(cleanText)]);
  }
  const next = nextStep(plan, options);
  if (next !== null) printNotes(['', next]);
}

function nextStep(plan: CleanupPlan, options: CleanOptions): string | null {
  if (plan.objects.length === 0 || plan.sample) return null;
  if (plan.engine === null)
    return 'Nothing was removed. Without an engine nothing can be: --script writes the commands for later.';
  return options.output === undefined
    ? 'Nothing was removed. The same with --apply removes exactly these, after a yes.'
    : `Nothing was removed. bilge clean --apply --plan ${options.output} removes exactly these, after a yes.`;
}
