import { readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ContainerdConfig, parseContainerdConfig } from '../../formats/containerd-config.js';
import { parseContainerdArguments } from '../../formats/containerd-arguments.js';
import { splitCommandLine } from '../../formats/dockerd-arguments.js';
import { parseProcessStat } from '../../formats/proc-stat.js';
import { readSmallFile, readSmallFileOrNull, SmallFileError } from './daemon-files.js';
import type { DaemonProcess } from './daemon-process.js';
import { mountNamespace } from './daemon-search.js';
import { processesNamed } from './process-list.js';

/** A containerd of this host. Paths are as it sees them. */
export interface ContainerdProcess {
  readonly pid: number;
  readonly startTime: number;
  readonly parentPid: number;
  /** These are `null` when the configuration file could not be read, and no argument says it. */
  readonly root: string | null;
  readonly state: string | null;
  /** Its socket. */
  readonly address: string | null;
  readonly configFile: string;
  /** The file takes settings from other files, which were not read: root, state and address may be others. */
  readonly imports: boolean;
}

/** Source: `defaults/defaults_unix.go` of containerd. */
const DEFAULTS = {
  root: '/var/lib/containerd',
  state: '/run/containerd',
  address: '/run/containerd/containerd.sock',
  configFile: '/etc/containerd/config.toml',
};
const MAX_CONFIGURATION = 4 * 1024 * 1024;

/** The file through containerd's eyes; `null` when it cannot be read. Without a file the defaults hold. */
async function readConfig(
  procRoot: string,
  directory: string,
  path: string,
): Promise<ContainerdConfig | null> {
  const own = await mountNamespace(join(procRoot, 'self'));
  const theirs = await mountNamespace(directory);
  const elsewhere = own !== null && theirs !== null && own !== theirs;
  try {
    // A symlink in a container's tree would be followed in ours.
    const seen = elsewhere ? join(directory, 'root', path) : path;
    return parseContainerdConfig(await readSmallFile(seen, MAX_CONFIGURATION, !elsewhere));
  } catch (error) {
    if (!(error instanceof SmallFileError)) throw error;
    return ['ENOENT', 'ENOTDIR'].includes(error.code) ? parseContainerdConfig('') : null;
  }
}

async function describe(procRoot: string, pid: number): Promise<ContainerdProcess | null> {
  const directory = join(procRoot, String(pid));
  const commandLine = await readSmallFileOrNull(join(directory, 'cmdline'), 1024 * 1024);
  const stat = parseProcessStat((await readSmallFileOrNull(join(directory, 'stat'), 64 * 1024)) ?? '');
  if (commandLine === null || stat === null) return null;
  const given = parseContainerdArguments(splitCommandLine(commandLine));
  const from = await readlink(join(directory, 'cwd')).catch(() => '/');
  const configFile = resolve(from, given.configFile ?? DEFAULTS.configFile);
  const config = await readConfig(procRoot, directory, configFile);
  const value = (name: 'root' | 'state' | 'address'): string | null => {
    const said = given[name] ?? (config === null ? null : (config[name] ?? DEFAULTS[name]));
    return said === null ? null : resolve(from, said);
  };
  return {
    pid,
    startTime: stat.startTime,
    parentPid: stat.parentPid,
    root: value('root'),
    state: value('state'),
    address: value('address'),
    configFile,
    imports: config?.imports ?? false,
  };
}

/** Every containerd of this host, by process id, also of other mount namespaces. Never throws. */
export async function findContainerds(
  options: { readonly procRoot?: string } = {},
): Promise<ContainerdProcess[]> {
  const { procRoot = '/proc' } = options;
  const pids = await processesNamed(procRoot, 'containerd');
  const found = await Promise.all(pids.map((pid) => describe(procRoot, pid)));
  return found.filter((process) => process !== null);
}

/** `unix://` is allowed, and /var/run is a symlink to /run. */
function socketPath(address: string): string {
  return address.replace(/^unix:\/\//, '').replace(/^\/var\/run\//, '/run/');
}

/**
 * The containerd that a dockerd works with: at the address it was told, else its own child, else the system's, which
 * dockerd takes when its socket is there (`cmd/dockerd/daemon_unix.go`, `initContainerd`). `null` when there is none
 * or several fit. Sockets at one path in two mount namespaces are told apart.
 */
export async function findContainerdOf(
  daemon: Pick<DaemonProcess, 'pid' | 'containerd'>,
  options: { readonly procRoot?: string } = {},
): Promise<ContainerdProcess | null> {
  const { procRoot = '/proc' } = options;
  const all = await findContainerds(options);
  if (daemon.containerd === null) {
    const children = all.filter((one) => one.parentPid === daemon.pid);
    if (children.length > 0) return children.length === 1 ? (children[0] ?? null) : null;
  }
  const wanted = socketPath(daemon.containerd ?? DEFAULTS.address);
  const fitting = all.filter((one) => one.address !== null && socketPath(one.address) === wanted);
  const namespace = await mountNamespace(join(procRoot, String(daemon.pid)));
  const near: ContainerdProcess[] = [];
  for (const one of fitting) {
    const theirs = await mountNamespace(join(procRoot, String(one.pid)));
    if (theirs === namespace) near.push(one);
  }
  // A socket may be mounted into another namespace.
  const chosen = near.length > 0 ? near : fitting;
  return chosen.length === 1 ? (chosen[0] ?? null) : null;
}
