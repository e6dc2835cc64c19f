import { readConfiguration } from '../../collectors/configuration/read-configuration.js';
import { safeJson } from '../../report/text/clean-text.js';
import { renderReport } from '../../report/text/report.js';
import type { ExitCode } from '../exit.js';
import { conclude, loadForCleanup } from '../load-report.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { availableColumns } from '../output.js';
import { assertWritable, writeOutput } from '../output-file.js';

export interface ReportOptions extends SourceOptions, ViewOptions {
  readonly format?: 'json' | 'text';
  readonly output?: string;
  readonly config?: string;
}

const THE_REPORT = 'the report';

/** `bilge report`: the whole Report, JSON where it is piped or written to a file. */
export async function runReport(options: ReportOptions): Promise<ExitCode> {
  const toTerminal = options.output === undefined && process.stdout.isTTY;
  const format = options.format ?? (toTerminal ? 'text' : 'json');
  // Said before the disk is walked, which may take a while.
  if (options.output !== undefined) await assertWritable(options.output, THE_REPORT);
  const { policy } = await readConfiguration({ named: options.config });
  const { report } = await loadForCleanup(options, policy);
  const text =
    format === 'json'
      ? safeJson(report, 2)
      : renderReport(
          report,
          { iec: options.iec === true },
          toTerminal ? availableColumns() : Number.POSITIVE_INFINITY,
        ).join('\n');
  if (options.output === undefined) process.stdout.write(`${text}\n`);
  else await writeOutput(options.output, THE_REPORT, `${text}\n`);
  return conclude(report, { json: format === 'json' });
}
