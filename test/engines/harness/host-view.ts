import { mustRun } from './run.js';
import { cgroupsOf, pidsInside } from './container-cgroups.js';

/** A process as ps(1) shows it on the host. */
export interface HostProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly uid: number;
  /** Letter of proc_pid_stat(5). */
  readonly state: string;
  readonly zombie: boolean;
  readonly threads: number;
  readonly rssBytes: number;
  /** To the second. */
  readonly startedAtMs: number;
  readonly comm: string;
}

/** Every process of the host by its pid. */
export async function hostProcesses(): Promise<ReadonlyMap<number, HostProcess>> {
  const columns = 'pid=,ppid=,uid=,stat=,nlwp=,rss=,lstart=,comm=';
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const listed = (await mustRun('ps', ['-eo', columns], { env })).toString();
  return new Map(
    listed
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [pid, parent, uid, stat = '', threads, rss, ...rest] = line.trim().split(/\s+/);
        const host: HostProcess = {
          pid: Number(pid),
          parentPid: Number(parent),
          uid: Number(uid),
          state: stat.slice(0, 1),
          zombie: stat.startsWith('Z'),
          threads: Number(threads),
          rssBytes: Number(rss) * 1024,
          startedAtMs: Date.parse(`${rest.slice(0, 5).join(' ')} UTC`),
          comm: rest.slice(5).join(' '),
        };
        return [host.pid, host] as const;
      }),
  );
}

/** Processes in the control groups of a container and those below, in every hierarchy. Zombies are in none. */
export function pidsOfContainer(id: string): readonly number[] {
  const found = new Set(cgroupsOf([id]).flatMap((cgroup) => pidsInside(cgroup)));
  return [...found].sort((left, right) => left - right);
}
