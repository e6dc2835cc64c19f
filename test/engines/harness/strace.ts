import { readFile } from 'node:fs/promises';
import { type Change, changesUnder } from './strace-changes.js';
import { run, type RunOptions, type RunResult } from './run.js';

/**
 * `%file` is every call with a path. The rest change something through a descriptor that may have been opened for
 * reading only, or tell which directory a process is in and who started it.
 */
const CALLS =
  '%file openat2 open_by_handle_at fchmod fchmodat2 fchown fsetxattr fremovexattr ftruncate fallocate ' +
  'utimensat futimesat fchdir clone clone3 fork vfork dup dup2 dup3 fcntl';

/** What a traced command did. */
export interface Traced extends RunResult {
  /** Every call that changed something under the root, or opened it for writing, or tried to. */
  readonly changes: readonly Change[];
  /** How many lines were traced: a check that saw nothing must not pass. */
  readonly lines: number;
}

/**
 * Runs a command, its threads and its children under strace(1).
 * @param output file for the trace, outside of `root`
 * @param root directory of interest, as realpath(3) gives it
 */
export async function traceChanges(
  command: readonly string[],
  root: string,
  output: string,
  options: RunOptions = {},
): Promise<Traced> {
  // A call that strace does not know (`?` makes it optional) does not exist on this machine either.
  const trace = `trace=${CALLS.split(' ')
    .map((call) => (call.startsWith('%') ? call : `?${call}`))
    .join(',')}`;
  const args = ['-f', '-y', '-s', '4096', '-e', trace, '-e', 'signal=none', '-o', output, '--', ...command];
  // Requests through io_uring are no system calls, so strace would not see them.
  const env = { ...(options.env ?? process.env), UV_USE_IO_URING: '0' };
  const result = await run('strace', args, { ...options, env });
  const text = await readFile(output, 'latin1');
  const changes = changesUnder(text, root, options.cwd ?? process.cwd());
  return { ...result, changes, lines: text.split('\n').length - 1 };
}
