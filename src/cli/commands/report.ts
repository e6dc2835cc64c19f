import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  // Said before the disk is walked, which may take a while.
  if (options.output !== undefined) await assertWritable(options.output);
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

/** A file that is not there yet is as writable as its directory. */
async function assertWritable(path: string): Promise<void> {
  const target = (await stat(path).catch(() => null)) === null ? dirname(path) : path;
  await access(target, constants.W_OK).catch((error: unknown) => {
    throw notWritten(path, error);
  });
}

function notWritten(path: string, error: unknown): UsageError {
  const why = error instanceof Error ? error.message : String(error);
  return new UsageError(`the report could not be written to ${path}: ${why}`);
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
    throw notWritten(path, error);
  }
}
