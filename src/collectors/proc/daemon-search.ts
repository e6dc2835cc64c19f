import { readdir, readlink, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type DockerdArguments,
  parseDockerdArguments,
  splitCommandLine,
} from '../../formats/dockerd-arguments.js';
import { parseProcNetUnix } from '../../formats/proc-net-unix.js';
import { daemonDefaults, type DaemonDefaults } from './daemon-environment.js';
import { readSmallFileOrNull } from './daemon-files.js';
import { processesNamed } from './process-list.js';

/** A process named `dockerd`. */
export interface Dockerd {
  readonly pid: number;
  /** `/proc/PID`. */
  readonly directory: string;
  readonly arguments: DockerdArguments;
  readonly defaults: DaemonDefaults;
}

/** `/proc/net/unix` of a busy host has some ten thousand lines. */
const MAX_SOCKET_TABLE = 64 * 1024 * 1024;
const MAX_SMALL = 1024 * 1024;

async function dockerd(procRoot: string, pid: number): Promise<Dockerd | null> {
  const directory = join(procRoot, String(pid));
  const commandLine = await readSmallFileOrNull(join(directory, 'cmdline'), MAX_SMALL);
  if (commandLine === null) return null;
  const given = parseDockerdArguments(splitCommandLine(commandLine));
  return { pid, directory, arguments: given, defaults: await daemonDefaults(directory) };
}

/** Every `dockerd` of a proc filesystem, by process id. */
export async function listDockerds(procRoot: string): Promise<Dockerd[]> {
  const pids = await processesNamed(procRoot, 'dockerd');
  const found = await Promise.all(pids.map((pid) => dockerd(procRoot, pid)));
  return found.filter((process) => process !== null);
}

async function resolved(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** Inodes of the sockets that wait for connections at a path, such as `12345`. */
async function listeningInodes(procRoot: string, socketPath: string): Promise<ReadonlySet<string>> {
  const table = await readSmallFileOrNull(join(procRoot, 'net/unix'), MAX_SOCKET_TABLE);
  const target = await resolved(socketPath);
  const inodes = new Set<string>();
  for (const socket of parseProcNetUnix(table ?? '')) {
    if (!socket.listening || socket.path === null) continue;
    // /var/run is a symlink to /run, and each side may have used either.
    const same =
      socket.path === socketPath ||
      (basename(socket.path) === basename(target) && (await resolved(socket.path)) === target);
    if (same) inodes.add(socket.inode);
  }
  return inodes;
}

async function holdsSocket(process: Dockerd, inodes: ReadonlySet<string>): Promise<boolean> {
  const directory = join(process.directory, 'fd');
  for (const name of await readdir(directory).catch(() => [])) {
    const target = await readlink(join(directory, name)).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}

/** Whether the arguments say that a dockerd listens at a path; systemd's `fd://` stands for the usual one. */
function namesSocket(process: Dockerd, socketPath: string): boolean {
  const { hosts } = process.arguments;
  const usual = process.defaults.socketPath;
  const paths =
    hosts.length === 0
      ? [usual]
      : hosts.flatMap((host) => {
          if (host.startsWith('unix://')) return [host.slice('unix://'.length) || usual];
          return host.startsWith('fd://') ? [usual] : [];
        });
  return paths.some(
    (path) => path.replace(/^\/var\/run\//, '/run/') === socketPath.replace(/^\/var\/run\//, '/run/'),
  );
}

/** The mount namespace of a process (`mnt:[…]`); `null` when it may not be seen. */
export async function mountNamespace(processDirectory: string): Promise<string | null> {
  return readlink(join(processDirectory, 'ns/mnt')).catch(() => null);
}

/** Of several candidates the only one, or the only one that sees the same files as bilge. */
async function single(candidates: readonly Dockerd[], procRoot: string): Promise<Dockerd | null> {
  if (candidates.length <= 1) return candidates[0] ?? null;
  const own = await mountNamespace(join(procRoot, 'self'));
  const near: Dockerd[] = [];
  for (const candidate of candidates) {
    if (own !== null && (await mountNamespace(candidate.directory)) === own) near.push(candidate);
  }
  return near.length === 1 ? (near[0] ?? null) : null;
}

/**
 * The dockerd behind a socket: the one that holds a listening socket bound there, else (its file descriptors are for
 * root's eyes, and a rootless one is in another network namespace) the only one whose arguments name it.
 */
export async function findDockerd(procRoot: string, socketPath: string): Promise<Dockerd | null> {
  const dockerds = await listDockerds(procRoot);
  if (dockerds.length === 0) return null;
  const inodes = await listeningInodes(procRoot, socketPath);
  const holders: Dockerd[] = [];
  for (const process of dockerds) if (await holdsSocket(process, inodes)) holders.push(process);
  if (holders.length > 0) return single(holders, procRoot);
  return single(
    dockerds.filter((process) => namesSocket(process, socketPath)),
    procRoot,
  );
}
