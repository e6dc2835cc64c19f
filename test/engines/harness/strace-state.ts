import { posix } from 'node:path';
import type { Operand } from './strace-calls.js';
import { type TraceEvent, type TracedCall, unescapeC } from './strace-log.js';

/** What the paths of a process mean: threads share both parts, a forked child begins with copies. */
interface ProcessView {
  cwd: { path: string };
  descriptors: Map<number, string>;
}

const FORKING = new Set(['clone', 'clone3', 'fork', 'vfork']);

/** The text of a quoted argument, undefined for anything else (`NULL`, a number). */
function quoted(argument: string | undefined): string | undefined {
  const text = /^"((?:[^"\\]|\\.)*)"/s.exec(argument ?? '')?.[1];
  return text === undefined ? undefined : unescapeC(text);
}

/** `3</some/path>` and `AT_FDCWD</some/path>`: the number (or -1) and the path that `strace -y` adds. */
function descriptor(
  text: string,
): { readonly number: number; readonly path: string | undefined } | undefined {
  const match = /^(\d+|AT_FDCWD)(?:<((?:[^>\\]|\\.)*)>)?/s.exec(text);
  if (match?.[1] === undefined) return undefined;
  const path =
    match[2]?.startsWith('/') === true ? unescapeC(match[2]).replace(/ \(deleted\)$/, '') : undefined;
  return { number: match[1] === 'AT_FDCWD' ? -1 : Number(match[1]), path };
}

/** Follows directories and descriptors of every traced process, so that paths can be made absolute. */
export class TraceState {
  readonly #initialCwd: string;
  readonly #views = new Map<number, ProcessView>();
  readonly #origins = new Map<number, TracedCall>();

  constructor(events: readonly TraceEvent[], cwd: string) {
    this.#initialCwd = cwd;
    // A child's first lines can precede the line that tells who made it.
    for (const event of events) {
      if (event.kind !== 'call' || !FORKING.has(event.call.name)) continue;
      const child = Number(/^\d+/.exec(event.call.result)?.[0]);
      if (child > 0) this.#origins.set(child, event.call);
    }
  }

  #view(pid: number): ProcessView {
    const known = this.#views.get(pid);
    if (known !== undefined) return known;
    const origin = this.#origins.get(pid);
    // Removed while in use: a trace that claims a process to be its own ancestor must not recurse for ever.
    this.#origins.delete(pid);
    const parent = origin === undefined ? undefined : this.#view(origin.pid);
    const flags = origin?.args.join(',') ?? '';
    const view: ProcessView = {
      cwd:
        parent !== undefined && /\bCLONE_FS\b/.test(flags)
          ? parent.cwd
          : { path: parent?.cwd.path ?? this.#initialCwd },
      descriptors:
        parent !== undefined && /\bCLONE_FILES\b/.test(flags)
          ? parent.descriptors
          : new Map(parent?.descriptors),
    };
    this.#views.set(pid, view);
    return view;
  }

  /** Makes the view of a process whose line is next; its parent's state of this moment is what it inherits. */
  meet(pid: number): void {
    this.#view(pid);
  }

  /** Replaces links of `/proc` and `/dev/fd` to a process's own descriptors and directories by what they lead to. */
  #withoutMagic(pid: number, path: string): string {
    const view = this.#view(pid);
    const match =
      /^\/+(?:proc\/+(?:self|thread-self|\d+)(?:\/+task\/+\d+)?\/+(?:fd\/+(\d+)|(cwd|root))|dev\/+fd\/+(\d+))(\/.*)?$/s.exec(
        path,
      );
    if (match === null) return path;
    const [, descriptorOfProc, link, descriptorOfDev, rest = ''] = match;
    const target =
      link === 'root'
        ? '/'
        : link === 'cwd'
          ? view.cwd.path
          : view.descriptors.get(Number(descriptorOfProc ?? descriptorOfDev));
    return target === undefined ? path : `${target}${rest}`;
  }

  /** Absolute path of an operand. What cannot be resolved stays as it was written. */
  resolve(call: TracedCall, operand: Operand): string {
    const view = this.#view(call.pid);
    const at = operand.dir === undefined ? undefined : descriptor(call.args[operand.dir] ?? '');
    const directory =
      at?.path ?? (at === undefined || at.number < 0 ? view.cwd.path : view.descriptors.get(at.number));
    const path = operand.path === undefined ? '' : (quoted(call.args[operand.path]) ?? '');
    if (path.startsWith('/')) return posix.normalize(this.#withoutMagic(call.pid, path));
    if (directory === undefined) return `?/${path}`;
    return posix.normalize(path === '' ? directory : `${directory}/${path}`);
  }

  /** Takes note of what a finished call says about directories and descriptors. `opened` is the path it opened. */
  learn(call: TracedCall, opened: string | undefined): void {
    const view = this.#view(call.pid);
    for (const argument of call.args) {
      const seen = descriptor(argument);
      if (seen?.path === undefined) continue;
      if (seen.number < 0) view.cwd.path = seen.path;
      else view.descriptors.set(seen.number, seen.path);
    }
    const result = descriptor(call.result);
    if (result !== undefined && (result.path ?? opened) !== undefined) {
      view.descriptors.set(result.number, result.path ?? opened ?? '');
    }
    if (call.result.startsWith('0')) {
      if (call.name === 'chdir') view.cwd.path = this.resolve(call, { path: 0 });
      if (call.name === 'fchdir') view.cwd.path = this.resolve(call, { dir: 0 });
    }
  }
}

/** The path that `strace -y` adds to the descriptor a call returned: the real one, symlinks followed. */
export function returnedPath(call: TracedCall): string | undefined {
  return descriptor(call.result)?.path;
}
