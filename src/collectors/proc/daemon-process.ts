import { readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DaemonJsonError, type DaemonJson, parseDaemonJson } from '../../formats/daemon-json.js';
import type { AddressPool } from '../../model/network.js';
import type { Problem } from '../../model/problem.js';
import { readSmallFile, SmallFileError } from './daemon-files.js';
import { type Dockerd, findDockerd, listDockerds, mountNamespace } from './daemon-search.js';
import { identify } from './process-files.js';

/** A dockerd process of this machine, by its arguments and its configuration file. Paths are as the daemon sees them. */
export interface DaemonProcess {
  readonly pid: number;
  /** Clock ticks after boot at which it started: with the pid it names the process for good. */
  readonly startTime: number | null;
  /** Where arguments or configuration name one; `/info` knows better. */
  readonly dataRoot: string | null;
  /** The same, or the default; `null` when the configuration file could not be read: it may name another. */
  readonly usedDataRoot: string | null;
  readonly execRoot: string | null;
  readonly logDriver: string | null;
  /** Default log options, the file's and then the arguments'; `null` when the file could not be read. */
  readonly loggingOptions: Readonly<Record<string, string>> | null;
  /** Ranges for networks, the arguments' or the file's; empty: its own; `null` when the file could not be read. */
  readonly addressPools: readonly AddressPool[] | null;
  readonly usernsRemap: string | null;
  /** Runs as a user, by the environment it was started with. */
  readonly rootless: boolean;
  /** Address of the containerd it was told to use; `null` when it starts its own or finds the system's. */
  readonly containerd: string | null;
  readonly configFile: string;
  /** What the configuration file says; `null` when there is none or it could not be read. */
  readonly configuration: DaemonJson | null;
  readonly problems: readonly Problem[];
}

const MAX_CONFIGURATION = 4 * 1024 * 1024;

function problem(path: string, reason: string): Problem {
  return {
    source: 'proc',
    code: 'daemon-configuration-unreadable',
    message: `The daemon's configuration file could not be read: ${reason}.`,
    path,
    missing: 'default log options, exec root and address pools of the daemon',
    hint: 'Run as root, and check that the file is what dockerd reads.',
  };
}

/** The file through the daemon's eyes: below `/proc/PID/root` where it sees another tree than bilge. */
async function readConfiguration(
  process: Dockerd,
  procRoot: string,
  path: string,
): Promise<{ configuration: DaemonJson | null; problems: Problem[] }> {
  const own = await mountNamespace(join(procRoot, 'self'));
  const theirs = await mountNamespace(process.directory);
  const elsewhere = own !== null && theirs !== null && own !== theirs;
  const seen = elsewhere ? join(process.directory, 'root', path) : path;
  try {
    // A symlink in a container's tree would be followed in ours.
    const text = await readSmallFile(seen, MAX_CONFIGURATION, !elsewhere);
    return { configuration: parseDaemonJson(text), problems: [] };
  } catch (error) {
    if (error instanceof DaemonJsonError) {
      return { configuration: null, problems: [problem(path, error.message)] };
    }
    if (!(error instanceof SmallFileError)) throw error;
    // A daemon without a configuration file is the normal case.
    const absent = error.code === 'ENOENT' || error.code === 'ENOTDIR';
    return absent
      ? { configuration: parseDaemonJson(''), problems: [] }
      : { configuration: null, problems: [problem(path, error.code)] };
  }
}

async function describe(process: Dockerd, procRoot: string): Promise<DaemonProcess> {
  const given = process.arguments;
  const directory = await readlink(join(process.directory, 'cwd')).catch(() => '/');
  const absolute = (path: string | null): string | null => (path === null ? null : resolve(directory, path));
  const configFile = resolve(directory, given.configFile ?? process.defaults.configFile);
  const { configuration, problems } = await readConfiguration(process, procRoot, configFile);
  const execRoot = given.execRoot ?? configuration?.execRoot ?? null;
  const dataRoot = given.dataRoot ?? configuration?.dataRoot ?? null;
  return {
    pid: process.pid,
    startTime: (await identify(procRoot, process.pid))?.startTime ?? null,
    dataRoot: absolute(dataRoot),
    usedDataRoot: absolute(dataRoot ?? (configuration === null ? null : process.defaults.dataRoot)),
    // Without its configuration the default would be a guess.
    execRoot: absolute(execRoot ?? (configuration === null ? null : process.defaults.execRoot)),
    logDriver: given.logDriver ?? configuration?.logDriver ?? null,
    loggingOptions: configuration === null ? null : { ...configuration.logOptions, ...given.logOptions },
    // An engine that has them in both places does not start (`daemon/config`, conflicts).
    addressPools:
      given.addressPools ?? (configuration === null ? null : (configuration.defaultAddressPools ?? [])),
    usernsRemap: given.usernsRemap ?? configuration?.usernsRemap ?? null,
    rootless: process.defaults.rootless,
    containerd: given.containerd ?? configuration?.containerd ?? null,
    configFile,
    configuration,
    problems,
  };
}

/**
 * Finds the dockerd that listens at a local socket and reads what it was told. Never throws; `null` when it is not
 * found, which is normal without rights, for Podman, and for an engine in a virtual machine.
 *
 * @param options.procRoot where the proc filesystem is mounted
 */
export async function findDaemonProcess(options: {
  readonly socketPath: string;
  readonly procRoot?: string;
}): Promise<DaemonProcess | null> {
  const { socketPath, procRoot = '/proc' } = options;
  const process = await findDockerd(procRoot, socketPath);
  return process === null ? null : describe(process, procRoot);
}

/**
 * Every dockerd of this host, by process id, with what it was told: also those of other mount namespaces, whose paths
 * are theirs. Never throws.
 *
 * @param options.procRoot where the proc filesystem is mounted
 */
export async function findDaemons(options: { readonly procRoot?: string } = {}): Promise<DaemonProcess[]> {
  const { procRoot = '/proc' } = options;
  const daemons = await listDockerds(procRoot);
  return Promise.all(daemons.map((daemon) => describe(daemon, procRoot)));
}
