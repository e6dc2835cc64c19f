/**
 * States of `/proc/PID/stat`, proc_pid_stat(5). `unknown`: a letter that this table does not have.
 */
export const PROCESS_STATES = [
  'running',
  'sleeping',
  'disk-sleep',
  'zombie',
  'stopped',
  'tracing-stop',
  'idle',
  'dead',
  'parked',
  'unknown',
] as const;

export type ProcessState = (typeof PROCESS_STATES)[number];

/** As `/proc/PID/stat` and `ps` write them; `I` is `TASK_REPORT_IDLE` of `include/linux/sched.h`. */
const LETTERS: ReadonlyMap<string, ProcessState> = new Map([
  ['R', 'running'],
  ['S', 'sleeping'],
  ['D', 'disk-sleep'],
  ['Z', 'zombie'],
  ['T', 'stopped'],
  ['t', 'tracing-stop'],
  ['I', 'idle'],
  ['X', 'dead'],
  ['x', 'dead'],
  ['P', 'parked'],
]);

export function processState(letter: string): ProcessState {
  return LETTERS.get(letter) ?? 'unknown';
}
