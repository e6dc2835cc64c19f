import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** Reads a file or link of `/proc`; undefined when the process is gone or hides it. */
function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function pids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Name of the program a process runs, without its folder; a replaced file's ` (deleted)` is dropped. */
function programOf(pid: number): string {
  const target = tryRead(() => readlinkSync(`/proc/${pid}/exe`)) ?? '';
  return basename(target.replace(/ \(deleted\)$/, ''));
}

const ENGINE_PROGRAM =
  /^(?:dockerd|containerd|containerd-shim.*|runc|docker-proxy|docker-init|fuse-overlayfs)$/;

/** A process of a private engine. */
export interface EngineProcess {
  readonly pid: number;
  readonly program: string;
}

/**
 * Engine processes that provably belong to an engine: the program is one of the engine's own *and* the command line
 * names one of the marks. A shell or an editor that merely mentions the directory is left alone.
 */
export function engineProcesses(marks: readonly string[]): readonly EngineProcess[] {
  const found: EngineProcess[] = [];
  for (const pid of pids()) {
    const program = programOf(pid);
    if (!ENGINE_PROGRAM.test(program)) continue;
    const commandLine = tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
    if (marks.some((mark) => commandLine.includes(mark))) found.push({ pid, program });
  }
  return found;
}

/**
 * Processes inside a container or build step of an engine: their own mount namespace has an overlay at `/` whose
 * directories lie below `dataRoot` (proc(5), mountinfo: field 5 is the mount point, the last one the options).
 */
export function processesRootedIn(dataRoot: string): readonly number[] {
  const ours = tryRead(() => readlinkSync('/proc/self/ns/mnt'));
  return pids().filter((pid) => {
    if (tryRead(() => readlinkSync(`/proc/${pid}/ns/mnt`)) === ours) return false;
    const mounts = tryRead(() => readFileSync(`/proc/${pid}/mountinfo`, 'utf8')) ?? '';
    return mounts.split('\n').some((line) => line.split(' ')[4] === '/' && line.includes(`=${dataRoot}/`));
  });
}

/**
 * Processes in the mount namespace that an engine has of its own: its root is an overlay whose upper directory lies
 * below `stage`, and the engine's directory is a mount point there. A mere copy of the host's namespace has another
 * root.
 */
export function processesInNamespace(directory: string, stage: string): readonly number[] {
  return pids().filter((pid) => {
    const mounts = (tryRead(() => readFileSync(`/proc/${pid}/mountinfo`, 'utf8')) ?? '').split('\n');
    const has = (point: string, text: string): boolean =>
      mounts.some((line) => line.split(' ')[4] === point && line.includes(text));
    return has('/', `upperdir=${stage}/`) && has(directory, '');
  });
}

/** Processes, anybody's, in whose mount namespace something is mounted from this source, such as `/dev/loop3`. */
export function processesThatMount(source: string): readonly number[] {
  return pids().filter((pid) =>
    (tryRead(() => readFileSync(`/proc/${pid}/mountinfo`, 'utf8')) ?? '').includes(` ${source} `),
  );
}

/** Whether a process still runs. A zombie has ended already and only waits for its parent. */
export function isAlive(pid: number): boolean {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat !== undefined && !/^ [ZX] /.test(stat.slice(stat.lastIndexOf(')') + 1));
}

/** Sends a signal; a process that is gone by now is no failure. */
export function signal(pid: number, name: NodeJS.Signals): void {
  tryRead(() => process.kill(pid, name));
}
