import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanUp, rememberHost } from './clean-up.js';
import { type ApiAnswer, askEngine } from './engine-api.js';
import { type EngineLayout, type LayoutOverrides, layoutOf, ownershipMarks } from './layout.js';
import { type EnginePrograms, requirePrograms } from './preconditions.js';
import { engineProcesses, isAlive, signal } from './processes.js';
import { mustRun, type RunOptions } from './run.js';
import { until } from './until.js';

/** How a private engine differs from the ordinary one. */
export interface EngineOptions extends LayoutOverrides {
  /** Lets the engine make its `docker0` bridge: only inside a network namespace of its own. */
  readonly defaultBridge?: boolean;
}

/** A Docker engine of its own, that shares nothing with an engine the machine may have. */
export interface PrivateEngine {
  readonly layout: EngineLayout;
  readonly version: string;
  /** Value for `DOCKER_HOST`. */
  readonly host: string;
  /** Process id of the daemon, undefined while it does not run. */
  readonly pid: () => number | undefined;
  /** Runs the docker client against it. @returns standard output, trimmed @throws when the client fails */
  readonly docker: (args: readonly string[], options?: RunOptions) => Promise<string>;
  /** One request to its API, such as `/containers/json?all=1`. */
  readonly api: (path: string, method?: string) => Promise<ApiAnswer>;
  /** Starts it again after `stop` or `kill`, on the same data root. */
  readonly start: () => Promise<void>;
  /** Ends it cleanly, containers included. */
  readonly stop: () => Promise<void>;
  /** Ends the daemon and its containerd as a crash would: shims and containers stay. */
  readonly kill: () => Promise<void>;
  /** Removes every trace of it. Safe to repeat, at any time. */
  readonly cleanup: () => Promise<void>;
}

const BOOT_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 60_000;

function daemonArguments(layout: EngineLayout, options: EngineOptions): readonly string[] {
  return [
    `--config-file=${layout.configFile}`,
    `--data-root=${layout.dataRoot}`,
    `--exec-root=${layout.execRoot}`,
    `--host=unix://${layout.socket}`,
    `--pidfile=${layout.pidFile}`,
    options.defaultBridge === true ? '--bridge=docker0' : '--bridge=none',
    '--iptables=false',
    '--ip6tables=false',
    '--ip-forward=false',
    '--userland-proxy=false',
    '--shutdown-timeout=3',
  ];
}

function spawnDaemon(programs: EnginePrograms, layout: EngineLayout, options: EngineOptions): ChildProcess {
  const log = openSync(layout.log, 'a');
  try {
    // A session of its own: Ctrl-C goes to the tests, and the cleanup decides what happens to the engine.
    return spawn(programs.dockerd, daemonArguments(layout, options), {
      stdio: ['ignore', log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

function spawnReaper(directory: string): ChildProcess {
  const script = fileURLToPath(new URL('reaper.js', import.meta.url));
  const reaper = spawn(process.execPath, [script, directory], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  // Neither may keep a finished test process alive.
  reaper.unref();
  reaper.stdin.on('error', () => {});
  if ('unref' in reaper.stdin && typeof reaper.stdin.unref === 'function') reaper.stdin.unref();
  return reaper;
}

function prepare(layout: EngineLayout): void {
  for (const path of [layout.clientConfig, layout.work]) mkdirSync(path, { recursive: true });
  // 20.10 would otherwise write its identity to /etc/docker, which is the host's.
  writeFileSync(
    layout.configFile,
    JSON.stringify({ 'deprecated-key-path': join(layout.directory, 'key.json') }),
  );
  rememberHost(layout);
}

async function answers(layout: EngineLayout): Promise<boolean> {
  try {
    return (await askEngine(layout.socket, '/_ping')).status === 200;
  } catch {
    return false;
  }
}

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').slice(-5).join('\n');
}

/**
 * Starts a private Docker 20.10 engine in a fresh temporary directory and waits until it answers. Whatever becomes
 * of the calling process, the engine is removed: by `cleanup`, or else by a watching process.
 * @throws EngineUnavailable when this machine cannot run one
 */
export async function startPrivateEngine(options: EngineOptions = {}): Promise<PrivateEngine> {
  const programs = await requirePrograms();
  const layout = layoutOf(realpathSync(mkdtempSync(join(tmpdir(), 'bilge-engine-'))), options);
  const reaper = spawnReaper(layout.directory);
  prepare(layout);
  let daemon: ChildProcess | undefined;

  const running = (): number | undefined =>
    daemon?.pid !== undefined && daemon.exitCode === null && daemon.signalCode === null
      ? daemon.pid
      : undefined;

  const start = async (): Promise<void> => {
    daemon = spawnDaemon(programs, layout, options);
    daemon.unref();
    await until(
      'the engine to answer',
      async () => {
        if (running() === undefined) throw new Error(`the engine did not start:\n${lastLines(layout.log)}`);
        return answers(layout);
      },
      BOOT_LIMIT_MS,
    );
  };
  const endDaemon = async (programs: readonly string[], name: NodeJS.Signals): Promise<void> => {
    const targets = engineProcesses(ownershipMarks(layout)).filter(({ program }) =>
      programs.includes(program),
    );
    for (const { pid } of targets) signal(pid, name);
    await until('the engine to end', () => targets.every(({ pid }) => !isAlive(pid)), STOP_LIMIT_MS);
    await until('the daemon to be reaped', () => running() === undefined, STOP_LIMIT_MS);
  };
  const cleanup = async (): Promise<void> => {
    await cleanUp(layout);
    reaper.stdin?.destroy();
  };

  const client = { DOCKER_HOST: `unix://${layout.socket}`, DOCKER_CONFIG: layout.clientConfig };
  const docker = async (args: readonly string[], runOptions: RunOptions = {}): Promise<string> => {
    const env = { ...process.env, DOCKER_CONTEXT: undefined, ...client, ...runOptions.env };
    return (await mustRun(programs.docker, args, { ...runOptions, env })).toString().trim();
  };

  try {
    await start();
  } catch (error) {
    await cleanup();
    throw error;
  }
  return {
    layout,
    version: programs.version,
    host: client.DOCKER_HOST,
    pid: running,
    docker,
    api: (path, method) => askEngine(layout.socket, path, method),
    start,
    stop: () => endDaemon(['dockerd'], 'SIGTERM'),
    kill: async () => {
      await endDaemon(['dockerd', 'containerd'], 'SIGKILL');
      // As long as the dead containerd has not been reaped (by the machine's init), the next daemon takes it for alive.
      rmSync(join(layout.execRoot, 'containerd', 'containerd.pid'), { force: true });
    },
    cleanup,
  };
}
