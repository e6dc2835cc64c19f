import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { containerId, PROCESSES_PER_CONTAINER } from './process-crowd.js';

/** Of a shell in a container, Linux 6.18 with hierarchies of both versions: number, parent and ids are put in. */
const STAT =
  '(sh) S PARENT 29444 29444 0 -1 4194560 683 57 0 0 0 1 0 0 20 0 1 0 556935 2322432 385 18446744073709551615 4198400 5785993 140725875731760 0 0 0 0 4 81922 1 0 0 17 1 0 0 0 0 0 6141704 6178576 210964480 140725875732238 140725875732365 140725875732365 140725875732464 0\n';
const STATUS = `Name:\tsh
Umask:\t0022
State:\tS (sleeping)
Tgid:\tPID
Ngid:\t0
Pid:\tPID
PPid:\tPARENT
TracerPid:\t0
Uid:\t0\t0\t0\t0
Gid:\t0\t0\t0\t0
FDSize:\t64
Groups:\t0 1 2 3 4 6 10 11 20 26 27 
NStgid:\tPID\tINSIDE
NSpid:\tPID\tINSIDE
NSpgid:\tPID\tINSIDE
NSsid:\tPID\tINSIDE
Kthread:\t0
VmPeak:\t    2268 kB
VmSize:\t    2268 kB
VmRSS:\t    1540 kB
RssAnon:\t     112 kB
Threads:\t1
SigQ:\t0/96365
CapEff:\t00000000a80425fb
Seccomp:\t2
Cpus_allowed_list:\t0-1
voluntary_ctxt_switches:\t2
nonvoluntary_ctxt_switches:\t0
`;
const HIERARCHIES = [
  'name=systemd',
  'pids',
  'blkio',
  'freezer',
  'devices',
  'memory',
  'cpuset',
  'cpuacct',
  'cpu',
];

function groupsOf(container: number): string {
  const path = `/docker/${containerId(container)}`;
  const legacy = HIERARCHIES.map((name, index) => `${HIERARCHIES.length - index}:${name}:${path}\n`);
  return `${legacy.join('')}0::${path}\n`;
}

function writeProcess(root: string, pid: number, container: number, inside: number): void {
  const directory = join(root, String(pid));
  mkdirSync(join(directory, 'ns'), { recursive: true });
  const parent = String(inside === 1 ? 1 : pid - inside + 1);
  const fill = (text: string): string =>
    text.replaceAll('PID', String(pid)).replaceAll('PARENT', parent).replaceAll('INSIDE', String(inside));
  writeFileSync(join(directory, 'stat'), `${pid} ${fill(STAT)}`);
  writeFileSync(join(directory, 'status'), fill(STATUS));
  writeFileSync(join(directory, 'cgroup'), groupsOf(container));
  writeFileSync(join(directory, 'cmdline'), 'sh\0-c\0trap exit TERM; while :; do sleep 1; done\0');
  writeFileSync(join(directory, 'uid_map'), '         0          0 4294967295\n');
  const own = 4_026_532_000 + container * 6;
  const links = { mnt: own, uts: own + 1, ipc: own + 2, pid: own + 3, net: own + 4, cgroup: own + 5 };
  const shared = { user: 4_026_531_837, time: 4_026_531_834 };
  for (const [kind, inode] of Object.entries({ ...links, ...shared })) {
    symlinkSync(`${kind}:[${inode}]`, join(directory, 'ns', kind));
  }
  symlinkSync(`pid:[${links.pid}]`, join(directory, 'ns/pid_for_children'));
}

/**
 * Makes a directory like `/proc` in a new temporary directory, with processes as they were captured from containers.
 * @returns its path.
 */
export async function makeProcessTree(processes: number): Promise<string> {
  const root = join(await mkdtemp(join(tmpdir(), 'bilge-bench-')), 'proc');
  for (let made = 0; made < processes; made++) {
    const container = Math.floor(made / PROCESSES_PER_CONTAINER);
    writeProcess(root, 1000 + made, container, (made % PROCESSES_PER_CONTAINER) + 1);
  }
  return root;
}
