import { Command, CommanderError } from 'commander';
import { NothingToReadError } from '../collectors/nothing-to-read.js';
import { ExpectedError } from '../model/expected-error.js';
import { cleanText } from '../report/text/clean-text.js';
import { EXIT, type ExitCode } from './exit.js';
import { printNotes, tolerateClosedPipe } from './output.js';
import { buildProgram } from './program.js';

/**
 * Runs the command line.
 * @returns the exit code; bugs are re-thrown with their stack.
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  tolerateClosedPipe();
  let exitCode: ExitCode = EXIT.complete;
  const program: Command = buildProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.complete : EXIT.unable;
  if (!(error instanceof Error)) throw error;
  if (error instanceof NothingToReadError) {
    printNotes([nothingToRead(error)]);
    return EXIT.unable;
  }
  if (!(error instanceof ExpectedError)) throw error;
  printNotes([`bilge: ${cleanText(error.message)}`]);
  return EXIT.unable;
}

/** What is not there, in one sentence, with what to try. */
function nothingToRead(error: NothingToReadError): string {
  const facts = error.problems.map(({ message }) => message.replace(/\.$/, '').replace(/^There /, 'there '));
  const advice =
    'start the engine, name one with --host or a data root with --data-root, or try "bilge demo"';
  return `bilge: ${cleanText(facts.join(', and '))}; ${advice}.`;
}
