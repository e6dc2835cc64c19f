import { splitCommandLine } from './dockerd-arguments.js';

/**
 * The arguments of `/proc/PID/cmdline` (proc_pid_cmdline(5)). A process may write there what it likes: a title of its
 * own (setproctitle(3)) is one argument, and zeros fill the rest. So empty arguments are left out where nothing but
 * empty ones follow the first.
 */
export function parseCommandLine(text: string): string[] {
  const words = splitCommandLine(text);
  return words.some((word, index) => index > 0 && word !== '') ? words : words.slice(0, 1).filter(Boolean);
}
