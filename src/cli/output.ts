import { safeJson } from '../report/text/clean-text.js';

/** Writes lines to standard output. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Writes a value as JSON: indented for people, compact for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${safeJson(value, process.stdout.isTTY ? 2 : undefined)}\n`);
}

/** Writes notes to standard error. */
export function printNotes(lines: readonly string[]): void {
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
}

/** Columns of the terminal; without one, nothing is shortened. */
export function availableColumns(): number {
  return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
}

/**
 * A reader that goes away (`bilge images | head`) ends the program quietly; one of standard error alone costs nothing
 * but the notes.
 */
export function tolerateClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
