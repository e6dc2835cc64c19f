import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EngineOptions } from './engine-options.js';
import type { EngineLayout } from './layout.js';
import { insideCommand, TREE_PATH } from './namespace.js';

/** Arguments of dockerd. They keep an engine from the host's network, and everything of it in its own directory. */
export function daemonArguments(layout: EngineLayout, options: EngineOptions): readonly string[] {
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
    ...(options.storageDriver === undefined ? [] : [`--storage-driver=${options.storageDriver}`]),
    ...(options.containerd === 'separate' ? [`--containerd=${layout.containerdSocket}`] : []),
    ...(options.daemonFlags ?? []),
  ];
}

function featuresOf(options: EngineOptions): Readonly<Record<string, unknown>> {
  const given = options.daemonConfiguration?.['features'];
  return {
    'containerd-snapshotter': options.imageStore === 'containerd',
    ...(typeof given === 'object' && given !== null ? given : {}),
  };
}

/** Content of `daemon.json`. */
export function daemonConfiguration(
  layout: EngineLayout,
  options: EngineOptions,
): Readonly<Record<string, unknown>> {
  // 20.10 would write its identity to /etc/docker, which is the host's, and knows no choice of the image store. Later
  // ones know no such identity, and from 29 on a fresh engine would choose the other store.
  return options.release === '28'
    ? { ...options.daemonConfiguration, features: featuresOf(options) }
    : { 'deprecated-key-path': join(layout.directory, 'key.json'), ...options.daemonConfiguration };
}

/** What an engine's containerd has no use for, and what would write to the host's directories. */
const CONTAINERD_CONFIG = `version = 2
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
`;

/** Starts a containerd beside the engine. */
export function spawnContainerd(program: string, layout: EngineLayout): ChildProcess {
  const place = dirname(layout.containerdSocket);
  const config = join(place, 'config.toml');
  mkdirSync(place, { recursive: true });
  writeFileSync(config, CONTAINERD_CONFIG);
  return spawnLogged(layout, program, [
    `--config=${config}`,
    `--root=${layout.containerdRoot}`,
    `--state=${layout.containerdState}`,
    `--address=${layout.containerdSocket}`,
  ]);
}

/** Starts an engine's program where the engine runs, with its output in the engine's log. */
export function spawnLogged(layout: EngineLayout, program: string, args: readonly string[]): ChildProcess {
  const log = openSync(layout.log, 'a');
  const [command, commandArgs] = insideCommand(layout, program, args);
  try {
    // A session of its own: Ctrl-C goes to the tests, and the cleanup decides what happens to the engine.
    const child = spawn(command, commandArgs, {
      stdio: ['ignore', log, log],
      detached: true,
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:${TREE_PATH}` },
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}
