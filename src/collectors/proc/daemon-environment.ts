import { join } from 'node:path';
import { readSmallFileOrNull } from './daemon-files.js';

/** Where a dockerd has things when neither its arguments nor its configuration say so. */
export interface DaemonDefaults {
  readonly dataRoot: string;
  readonly execRoot: string;
  readonly configFile: string;
  readonly socketPath: string;
  /** Runs as a user, under rootlesskit. */
  readonly rootless: boolean;
}

const SYSTEM: DaemonDefaults = {
  dataRoot: '/var/lib/docker',
  execRoot: '/var/run/docker',
  configFile: '/etc/docker/daemon.json',
  socketPath: '/var/run/docker.sock',
  rootless: false,
};

/** A rootless dockerd runs under rootlesskit and follows the XDG variables (`cmd/dockerd/config_unix.go`). */
function rootlessDefaults(variables: ReadonlyMap<string, string>): DaemonDefaults {
  const runtime = variables.get('XDG_RUNTIME_DIR');
  const home = variables.get('HOME');
  const config = variables.get('XDG_CONFIG_HOME') ?? (home === undefined ? undefined : join(home, '.config'));
  const data =
    variables.get('XDG_DATA_HOME') ?? (home === undefined ? undefined : join(home, '.local/share'));
  return {
    dataRoot: data === undefined ? SYSTEM.dataRoot : join(data, 'docker'),
    execRoot: runtime === undefined ? SYSTEM.execRoot : join(runtime, 'docker'),
    configFile: config === undefined ? SYSTEM.configFile : join(config, 'docker/daemon.json'),
    socketPath: runtime === undefined ? SYSTEM.socketPath : join(runtime, 'docker.sock'),
    rootless: true,
  };
}

/** The defaults of a dockerd, by the environment it was started with; the system's where that cannot be read. */
export async function daemonDefaults(processDirectory: string): Promise<DaemonDefaults> {
  const environment = await readSmallFileOrNull(join(processDirectory, 'environ'), 1024 * 1024);
  const variables = new Map<string, string>();
  for (const entry of (environment ?? '').split('\0')) {
    const equals = entry.indexOf('=');
    if (equals > 0) variables.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  return variables.has('ROOTLESSKIT_STATE_DIR') ? rootlessDefaults(variables) : SYSTEM;
}
