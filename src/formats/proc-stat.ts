import { processState, type ProcessState } from '../model/process-state.js';

/** What bilge uses of `/proc/PID/stat`. */
export interface ProcessStat {
  /** The executable's name or what the process calls itself, at most 15 bytes of any kind. */
  readonly comm: string;
  readonly state: ProcessState;
  readonly parentPid: number;
  readonly kernelThread: boolean;
  readonly threads: number;
  /** Clock ticks after boot at which it started: with the pid it names the process for good. */
  readonly startTime: number;
}

/** `PF_KTHREAD` of `include/linux/sched.h`, a flag of the ninth field. */
const KERNEL_THREAD = 0x00200000;

/** Fields after the name that are looked at. */
const FIELDS = 20;

/** A number without a sign; `null` for anything else, and for one that has more digits than the kernel's numbers here. */
function natural(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/**
 * Parses `/proc/PID/stat` (proc_pid_stat(5)); its second field may hold blanks, brackets and newlines. `null` when it
 * is none.
 */
export function parseProcessStat(text: string): ProcessStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = text.slice(close + 2).split(' ', FIELDS);
  const parentPid = natural(fields[1]);
  const flags = natural(fields[6]);
  const threads = natural(fields[17]);
  const startTime = natural(fields[19]?.trimEnd());
  if (parentPid === null || flags === null || threads === null || startTime === null) return null;
  return {
    comm: text.slice(open + 1, close),
    state: processState(fields[0] ?? ''),
    parentPid,
    // Above 2^31 a bitwise operation still sees this bit.
    kernelThread: (flags & KERNEL_THREAD) !== 0,
    threads,
    startTime,
  };
}
