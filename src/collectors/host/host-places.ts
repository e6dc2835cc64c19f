import { type RunningDaemon, findRunningDaemons } from '../proc/running-daemons.js';

/** Where an engine keeps its data unless it was told otherwise. */
export const DEFAULT_DATA_ROOT = '/var/lib/docker';

const CONTAINERD_ROOT = '/var/lib/containerd';

/** Where a machine has what says where its roots are; a test has other places than the real ones. */
export interface HostPlaces {
  readonly dataRoot: string;
  readonly containerdRoot: string;
  readonly daemonJson: string;
  readonly passwd: string;
  readonly procRoot: string;
  /** Who is looking: root looks into everybody's home, others into their own. */
  readonly uid: number;
  /** Home directory of who is looking; `null`: as the user table says. */
  readonly home: string | null;
  /** `XDG_DATA_HOME` of who is looking. */
  readonly dataHome: string | null;
  readonly daemons: () => Promise<readonly RunningDaemon[]>;
}

function filled(variable: string | undefined): string | null {
  return variable === undefined || variable === '' ? null : variable;
}

/** The places of this machine. */
export function systemPlaces(): HostPlaces {
  const procRoot = '/proc';
  return {
    dataRoot: DEFAULT_DATA_ROOT,
    containerdRoot: CONTAINERD_ROOT,
    daemonJson: '/etc/docker/daemon.json',
    passwd: '/etc/passwd',
    procRoot,
    uid: process.geteuid?.() ?? 0,
    home: filled(process.env['HOME']),
    dataHome: filled(process.env['XDG_DATA_HOME']),
    daemons: () => findRunningDaemons(procRoot),
  };
}
