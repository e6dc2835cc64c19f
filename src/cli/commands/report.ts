import { open } from 'node:fs/promises';
import { safeJson } from '../../report/text/clean-text.js';
import { renderReport } from '../../report/text/report.js';
import { type ExitCode, UsageError } from '../exit.js';
import { conclude, loadReport } from '../load-report.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { availableColumns } from '../output.js';

export interface ReportOptions extends SourceOptions, ViewOptions {
  readonly format?: 'json' | 'text';
  readonly output?: string;
}

/** `bilge report`: the whole Report, JSON where it is piped or written to a file. */
export async function runReport(options: ReportOptions): Promise<ExitCode> {
  const toTerminal = options.output === undefined && process.stdout.isTTY;
  const format = options.format ?? (toTerminal ? 'text' : 'json');
  const report = await loadReport(options);
  const text =
    format === 'json'
      ? safeJson(report, 2)
      : renderReport(
          report,
          { iec: options.iec === true },
          toTerminal ? availableColumns() : Number.POSITIVE_INFINITY,
        ).join('\n');
  if (options.output === undefined) process.stdout.write(`${text}\n`);
  else await writeOutput(options.output, `${text}\n`);
  return conclude(report, { json: format === 'json' });
}

async function writeOutput(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'w');
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the report could not be written to ${path}: ${why}`);
  }
}
