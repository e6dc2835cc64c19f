import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

/** The launcher that users run. */
export const BILGE = fileURLToPath(new URL('../../../../bin/bilge.js', import.meta.url));

export interface Ended {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** It led a process group of its own, to look for what it left behind. */
  readonly pid: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Options of node itself, before the launcher. */
  readonly node?: readonly string[];
  /** Another launcher in the place of the project's. */
  readonly launcher?: string;
  /** Run as this user and group. */
  readonly uid?: number;
}

/** What the command line sees as its machine: a home of its own, and no engine unless a test names one. */
export interface Machine {
  /** Exists, is empty, and everybody may look into it. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** A path below the directory. */
  at(...names: string[]): string;
  bilge(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Like `bilge`, for a test that has something to do with it while it runs. */
  start(args: readonly string[], options?: RunOptions): Running;
}

export interface Running {
  readonly pid: number;
  /** Resolves with the first word on standard error. */
  readonly firstError: Promise<void>;
  readonly ended: Promise<Ended>;
}

const LIMIT_MS = 60_000;

/** A machine for one test. The real one's engine, docker configuration and data root stay out of sight. */
export async function emptyMachine(t: ExecutionContext): Promise<Machine> {
  t.timeout(2 * LIMIT_MS);
  const directory = await mkdtemp(join(tmpdir(), 'bilge-cli-'));
  await chmod(directory, 0o755);
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    DOCKER_CONFIG: join(directory, 'docker-config'),
    DOCKER_HOST: `unix://${join(directory, 'no-engine.sock')}`,
    LANG: 'C.UTF-8',
  };
  const begin = (args: readonly string[], options: RunOptions = {}): Running => {
    const running = start(args, { ...options, env: { ...env, ...options.env } });
    let isOver = false;
    const over = (): void => void (isOver = true);
    running.ended.then(over, over);
    t.teardown(() => {
      if (!isOver) endGroup(running.pid);
    });
    return running;
  };
  return {
    directory,
    env,
    at: (...names) => join(directory, ...names),
    bilge: (args, options) => begin(args, options).ended,
    start: begin,
  };
}

/** Ends a command that a failed test left behind, and what that started. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}

function start(args: readonly string[], options: RunOptions): Running {
  const { env, uid, node = [], launcher = BILGE } = options;
  const child = spawn(process.execPath, [...node, launcher, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const pid = child.pid ?? 0;
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (output[name] += chunk));
  }
  const firstError = new Promise<void>((resolve) => {
    child.stderr.once('data', () => resolve());
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output, pid }));
  });
  return { pid, firstError, ended };
}
