import { forecastPrunes } from '../../analyzers/prune/forecast.js';
import type { CollectedClaims } from '../../collectors/engine/claims.js';
import { DEFAULT_POLICY } from '../../model/policy.js';
import { SAMPLE_LINE } from '../../report/text/header.js';
import { renderPruneForecasts } from '../../report/text/prune.js';
import type { ExitCode } from '../exit.js';
import { engineEndpoint } from '../host.js';
import { conclude, loadForCleanup } from '../load-report.js';
import { availableColumns, printJson, printLines } from '../output.js';
import type { CleanOptions } from './clean-options.js';

/** An engine prunes whatever bilge would protect. */
const NOTHING_PROTECTED = { ...DEFAULT_POLICY, protect: { names: [], labels: [] } };

/** `bilge clean --verify`: what the engine's own prune commands would free, and what the engine claims of it. */
export async function runVerify(options: CleanOptions): Promise<ExitCode> {
  const { basis, report } = await loadForCleanup(options, NOTHING_PROTECTED);
  const { version = null, imageStore = null } = report.engine ?? {};
  const { claims, missing } = await claimsOf(options, report.engine?.reached === true);
  const result = forecastPrunes(basis, { version, imageStore, claims, claimsMissing: missing });
  if (options.json === true) printJson(result);
  else {
    const head = report.sample ? [SAMPLE_LINE, ''] : [];
    printLines([...head, ...renderPruneForecasts(result, { iec: options.iec === true }, availableColumns())]);
  }
  return conclude(report, options);
}

async function claimsOf(options: CleanOptions, reached: boolean): Promise<CollectedClaims> {
  if (!reached) return { claims: null, missing: 'no engine was asked' };
  const { collectClaims } = await import('../../collectors/engine/claims.js');
  return collectClaims(await engineEndpoint(options));
}
