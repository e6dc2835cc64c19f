import { CHANGING, OPENING, opensForWriting } from './strace-calls.js';
import { readTrace, type TracedCall } from './strace-log.js';
import { returnedPath, TraceState } from './strace-state.js';

/** A call that changed something, opened it for writing, or tried to. */
export interface Change {
  readonly pid: number;
  /** Name of the system call. */
  readonly call: string;
  /** Absolute path it worked on. */
  readonly path: string;
  /** Such as `EACCES` when the call failed: an attempt all the same. */
  readonly error?: string;
}

/** One character per byte, as the trace is read. */
function bytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function workedOn(call: TracedCall, state: TraceState): readonly string[] {
  const opening = OPENING.get(call.name);
  if (opening === undefined) {
    return (CHANGING.get(call.name) ?? []).map((operand) => state.resolve(call, operand));
  }
  if (!opensForWriting(call.args[opening.flags] ?? '')) return [];
  // Both: the path that was asked for, and the one it led to through symlinks.
  const returned = returnedPath(call);
  const asked = state.resolve(call, opening.operand);
  return returned === undefined || returned === asked ? [asked] : [asked, returned];
}

/**
 * Every call of a trace that opened for writing, or changed, something under `root`; failed attempts too. A path
 * that cannot be resolved counts as under the root, so that a gap in the trace cannot hide a change.
 * @param trace output of `strace -f -y -o FILE`, one character per byte (`latin1`)
 * @param cwd working directory the traced command began in
 */
export function changesUnder(trace: string, root: string, cwd: string): Change[] {
  const within = bytes(root);
  const events = readTrace(trace);
  const state = new TraceState(events, bytes(cwd));
  const changes: Change[] = [];
  for (const event of events) {
    if (event.kind === 'started') {
      state.meet(event.pid);
      continue;
    }
    const { call } = event;
    state.meet(call.pid);
    const error = /^-1 (E[A-Z0-9]+)/.exec(call.result)?.[1];
    for (const path of workedOn(call, state)) {
      const unresolved = path.startsWith('?') || /^\/(?:proc\/[^/]+|dev)\/fd\//.test(path);
      if (!unresolved && path !== within && !path.startsWith(`${within}/`)) continue;
      const decoded = Buffer.from(path, 'latin1').toString();
      changes.push({
        pid: call.pid,
        call: call.name,
        path: decoded,
        ...(error === undefined ? {} : { error }),
      });
    }
    const opening = OPENING.get(call.name)?.operand ?? (call.name === 'creat' ? { path: 0 } : undefined);
    state.learn(call, opening === undefined ? undefined : state.resolve(call, opening));
  }
  return changes;
}
