import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanUp, rememberHost } from './clean-up.js';
import { daemonArguments, daemonConfiguration, spawnContainerd, spawnLogged } from './daemon.js';
import { mountBtrfs } from './data-disk.js';
import { type ApiAnswer, type ApiBody, askEngine } from './engine-api.js';
import type { EngineChange, EngineOptions } from './engine-options.js';
import { type EngineLayout, layoutOf, ownershipMarks } from './layout.js';
import { enterTree, insideCommand } from './namespace.js';
import { shareMounts } from './mounts.js';
import { type EnginePrograms, requirePrograms } from './preconditions.js';
import { engineProcesses, isAlive, signal } from './processes.js';
import { mustRun, type RunOptions } from './run.js';
import { until } from './until.js';

/** A Docker engine of its own, that shares nothing with an engine the machine may have. */
export interface PrivateEngine {
  readonly layout: EngineLayout;
  readonly version: string;
  readonly imageStore: 'graphdriver' | 'containerd';
  /** Value for `DOCKER_HOST`. */
  readonly host: string;
  /** Process id of the daemon, undefined while it does not run. */
  readonly pid: () => number | undefined;
  /** Runs the docker client against it. @returns standard output, trimmed @throws when the client fails */
  readonly docker: (args: readonly string[], options?: RunOptions) => Promise<string>;
  /**
   * Runs a program of the engine's own machine, such as its `ctr`: in its mount namespace, where the engine's directory
   * has the same path. @returns standard output @throws when it fails
   */
  readonly inside: (program: string, args: readonly string[], options?: RunOptions) => Promise<Buffer>;
  /** One request to its API, such as `/containers/json?all=1`. */
  readonly api: (path: string, method?: string, body?: ApiBody) => Promise<ApiAnswer>;
  /**
   * Starts it again after `stop` or `kill`, on the same data root.
   * @param change what is different from now on: another store or driver, other keys of `daemon.json`.
   */
  readonly start: (change?: EngineChange) => Promise<void>;
  /** Ends it cleanly, containers included. */
  readonly stop: () => Promise<void>;
  /** Ends the daemon and its containerd as a crash would: shims and containers stay. */
  readonly kill: () => Promise<void>;
  /** Removes every trace of it. Safe to repeat, at any time. */
  readonly cleanup: () => Promise<void>;
}

const BOOT_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 60_000;

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

function configure(layout: EngineLayout, options: EngineOptions): void {
  writeFileSync(layout.configFile, JSON.stringify(daemonConfiguration(layout, options)));
  // A remapped root must get to its data root.
  if (JSON.stringify(options).includes('userns-remap')) chmodSync(layout.directory, 0o711);
}

async function prepare(
  layout: EngineLayout,
  options: EngineOptions,
  programs: EnginePrograms,
): Promise<void> {
  for (const path of [layout.clientConfig, layout.work]) mkdirSync(path, { recursive: true });
  rememberHost(layout);
  if (options.storageDriver === 'btrfs' || programs.tree !== undefined) await shareMounts(layout.directory);
  if (options.storageDriver === 'btrfs') await mountBtrfs(layout);
  if (programs.tree !== undefined) await enterTree(layout, programs.tree);
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

/** Whether the process that we started still runs. */
function runs(child: ChildProcess | undefined): child is ChildProcess {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/**
 * Starts a private Docker engine in a fresh temporary directory and waits until it answers. Whatever becomes of the
 * calling process, the engine is removed: by `cleanup`, or else by a watching process.
 * @throws EngineUnavailable when this machine cannot run one
 */
export async function startPrivateEngine(options: EngineOptions = {}): Promise<PrivateEngine> {
  const programs = await requirePrograms(options);
  const layout = layoutOf(realpathSync(mkdtempSync(join(tmpdir(), 'bilge-engine-'))), options);
  const reaper = spawnReaper(layout.directory);
  const separate = options.containerd === 'separate';
  let daemon: ChildProcess | undefined;
  let containerd: ChildProcess | undefined;

  const running = (): number | undefined => (runs(daemon) ? daemon.pid : undefined);

  const waitFor = (
    child: ChildProcess,
    what: string,
    ready: () => boolean | Promise<boolean>,
  ): Promise<void> =>
    until(
      `${what} to answer`,
      () => {
        if (!runs(child)) throw new Error(`${what} did not start:\n${lastLines(layout.log)}`);
        return ready();
      },
      BOOT_LIMIT_MS,
    );
  let current = options;
  const start = async (change: EngineChange = {}): Promise<void> => {
    current = { ...current, ...change };
    configure(layout, current);
    if (separate) {
      containerd = spawnContainerd(programs.containerd, layout);
      await waitFor(containerd, 'containerd', () => existsSync(layout.containerdSocket));
    }
    daemon = spawnLogged(layout, programs.dockerd, daemonArguments(layout, current));
    await waitFor(daemon, 'the engine', () => answers(layout));
  };
  const end = async (names: readonly string[], name: NodeJS.Signals): Promise<void> => {
    const targets = engineProcesses(ownershipMarks(layout)).filter(({ program }) => names.includes(program));
    for (const { pid } of targets) signal(pid, name);
    await until(
      'the engine to end',
      () =>
        targets.every(({ pid }) => !isAlive(pid)) &&
        !(names.includes('dockerd') && runs(daemon)) &&
        !(names.includes('containerd') && runs(containerd)),
      STOP_LIMIT_MS,
    );
  };
  const cleanup = async (): Promise<void> => {
    await cleanUp(layout);
    reaper.stdin?.destroy();
  };

  const inside = (program: string, args: readonly string[], runOptions?: RunOptions): Promise<Buffer> =>
    mustRun(...insideCommand(layout, program, args), runOptions);
  const client = { DOCKER_HOST: `unix://${layout.socket}`, DOCKER_CONFIG: layout.clientConfig };
  const docker = async (args: readonly string[], runOptions: RunOptions = {}): Promise<string> => {
    const env = { ...process.env, DOCKER_CONTEXT: undefined, ...client, ...runOptions.env };
    return (await inside(programs.docker, args, { ...runOptions, env })).toString().trim();
  };

  try {
    await prepare(layout, options, programs);
    await start();
  } catch (error) {
    await cleanup();
    throw error;
  }
  return {
    layout,
    version: programs.version,
    imageStore: options.imageStore ?? 'graphdriver',
    host: client.DOCKER_HOST,
    pid: running,
    docker,
    api: (path, method, body) => askEngine(layout.socket, path, method, body),
    inside,
    start,
    stop: async () => {
      await end(['dockerd'], 'SIGTERM');
      // The daemon ends a containerd of its own.
      if (separate) await end(['containerd'], 'SIGTERM');
    },
    kill: async () => {
      await end(['dockerd', 'containerd'], 'SIGKILL');
      // As long as the dead containerd has not been reaped (by the machine's init), the next daemon takes it for alive.
      rmSync(join(layout.execRoot, 'containerd', 'containerd.pid'), { force: true });
      if (separate) rmSync(layout.containerdSocket, { force: true });
    },
    cleanup,
  };
}
