import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { EngineOptions } from './engine-options.js';
import { engineTree } from './engine-tree.js';
import { run } from './run.js';

/** The machine cannot run a real engine, so the tests that need one did not run. */
export class EngineUnavailable extends Error {
  constructor(reasons: readonly string[]) {
    super(`The tests against a real engine (test/engines) did not run: ${reasons.join('; ')}.`);
    this.name = 'EngineUnavailable';
  }
}

/** Every executable of this name, in the order of PATH; administrators' folders count even when PATH lacks them. */
function findAll(program: string): readonly string[] {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return [...new Set(folders.map((folder) => join(folder, program)))].filter((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function versionOf(program: string): Promise<string> {
  const result = await run(program, ['--version']);
  return /version (\d+\.\d+\.\d+)/.exec(result.stdout.toString())?.[1] ?? '';
}

/** The programs a private engine is run with, as paths where it runs. */
export interface EnginePrograms {
  readonly dockerd: string;
  readonly docker: string;
  readonly containerd: string;
  /** Such as `20.10.24`. */
  readonly version: string;
  /** Directory that becomes the engine's root; undefined for an engine of the machine's own packages. */
  readonly tree: string | undefined;
}

/** Where several clients are installed, the one of the engine's own version: newer ones want a build plugin. */
async function clientFor(version: string): Promise<string | undefined> {
  const clients = findAll('docker');
  for (const client of clients) if ((await versionOf(client)) === version) return client;
  return clients[0];
}

const COMMON = ['busybox', 'ip', 'unshare', 'umount', 'du', 'find'];
const TREE = ['debootstrap', 'apt-get', 'flock', 'findmnt', 'nsenter', 'pivot_root', 'chroot'];

/** What a kind of engine needs beside the engine itself. */
function needed(options: EngineOptions): readonly string[] {
  const { release, storageDriver } = options;
  return [
    ...COMMON,
    ...(release === '28' ? TREE : []),
    ...(storageDriver === 'btrfs' ? ['mkfs.btrfs', 'losetup', 'mount', 'truncate'] : []),
    ...(storageDriver === 'fuse-overlayfs' && release !== '28' ? ['fuse-overlayfs'] : []),
  ];
}

async function missingFor(options: EngineOptions): Promise<readonly string[]> {
  const missing = process.getuid?.() === 0 ? [] : ['they need root'];
  for (const program of needed(options)) {
    if (findAll(program).length === 0) missing.push(`${program} is not installed`);
  }
  if (options.storageDriver === 'fuse-overlayfs' && !existsSync('/dev/fuse')) {
    missing.push('there is no /dev/fuse');
  }
  if (options.storageDriver === 'btrfs' && !existsSync('/dev/loop-control')) {
    missing.push('there are no loop devices');
  }
  if (missing.length === 0 && (await run('unshare', ['--mount', 'true'])).code !== 0) {
    missing.push('mounting is not permitted');
  }
  return missing;
}

async function installedPrograms(missing: readonly string[]): Promise<EnginePrograms> {
  const [dockerd, containerd] = [findAll('dockerd')[0], findAll('containerd')[0]];
  const version = dockerd === undefined ? '' : await versionOf(dockerd);
  const docker = await clientFor(version);
  const reasons = [...missing];
  if (dockerd === undefined) reasons.push("dockerd is not installed (Debian's docker.io)");
  else if (!version.startsWith('20.10.'))
    reasons.push(`dockerd is ${version || 'of no known version'}, not 20.10`);
  if (docker === undefined) reasons.push('the docker client is not installed');
  if (containerd === undefined) reasons.push('containerd is not installed');
  if (reasons.length > 0 || dockerd === undefined || docker === undefined || containerd === undefined)
    throw new EngineUnavailable(reasons);
  return { dockerd, docker, containerd, version, tree: undefined };
}

async function treePrograms(): Promise<EnginePrograms> {
  const tree = await engineTree();
  const told = (await run('chroot', [tree, '/usr/sbin/dockerd', '--version'])).stdout.toString();
  const version = /version (\d+\.\d+\.\d+)/.exec(told)?.[1] ?? '';
  if (Number.parseInt(version, 10) < 28 || version === '')
    throw new EngineUnavailable([`dockerd in ${tree} is ${version || 'of no known version'}, not 28`]);
  return {
    dockerd: '/usr/sbin/dockerd',
    docker: '/usr/bin/docker',
    containerd: '/usr/bin/containerd',
    version,
    tree,
  };
}

/**
 * Checks that a private engine of this kind can be started here; the tree of a newer one is made where there is none.
 * @throws EngineUnavailable with everything that is missing
 */
export async function requirePrograms(options: EngineOptions = {}): Promise<EnginePrograms> {
  const missing = await missingFor(options);
  if (options.release !== '28') return installedPrograms(missing);
  if (missing.length > 0) throw new EngineUnavailable(missing);
  return treePrograms();
}
