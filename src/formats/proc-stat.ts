/** What bilge uses of `/proc/PID/stat`. */
export interface ProcessStat {
  /** The executable's name or what the process calls itself, at most 15 bytes of any kind. */
  readonly comm: string;
  readonly parentPid: number;
  /** Clock ticks after boot at which it started: with the pid it names the process for good. */
  readonly startTime: number;
}

/** Parses `/proc/PID/stat` (proc_pid_stat(5)); its second field may hold blanks and brackets. `null` when it is none. */
export function parseProcessStat(text: string): ProcessStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = text.slice(close + 2).split(' ');
  const [, parent = ''] = fields;
  const start = fields[19] ?? '';
  if (!/^\d{1,10}$/.test(parent) || !/^\d{1,15}$/.test(start)) return null;
  return { comm: text.slice(open + 1, close), parentPid: Number(parent), startTime: Number(start) };
}
