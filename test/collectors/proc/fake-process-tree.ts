import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { collectProcessTable } from '../../../src/collectors/proc/process-table.js';
import type { ProcessTable } from '../../../src/model/process.js';
import { temporaryDirectory } from './fake-proc.js';

/** A made-up process, like a shell of the host where nothing else is said. */
export interface TreeProcess {
  readonly comm?: string;
  readonly state?: string;
  readonly parentPid?: number;
  readonly flags?: number;
  readonly startTicks?: number;
  readonly nsPids?: readonly number[];
  readonly uid?: number;
  /** `null`: it has no memory of its own. */
  readonly rssKilobytes?: number | null;
  readonly cmdline?: string;
  readonly cgroup?: string;
  /** Links of `ns`, other than the host's. `null`: they may not be seen. */
  readonly namespaces?: Readonly<Record<string, number | null>> | null;
  readonly uidMap?: string;
  /** Files that are not there. */
  readonly without?: readonly string[];
}

export const HOST_NAMESPACES = {
  pid: 4_026_531_836,
  net: 4_026_531_833,
  ipc: 4_026_531_839,
  mnt: 4_026_531_832,
  uts: 4_026_531_838,
  user: 4_026_531_837,
  cgroup: 4_026_531_835,
  time: 4_026_531_834,
} as const;

function textsOf(pid: number, one: TreeProcess): Readonly<Record<string, string>> {
  const { state = 'S', parentPid = 1, flags = 4_194_560, startTicks = 4711, rssKilobytes = 1540 } = one;
  const nsPids = (one.nsPids ?? [pid]).join('\t');
  const uid = one.uid ?? 0;
  const rss = rssKilobytes === null ? '' : `VmRSS:\t${String(rssKilobytes).padStart(8)} kB\n`;
  return {
    stat: `${pid} (${one.comm ?? 'sh'}) ${state} ${parentPid} 1 1 0 -1 ${flags} 0 0 0 0 0 0 0 0 20 0 3 0 ${startTicks} 0 0\n`,
    status: `Name:\tsh\nState:\t${state} (so)\nUid:\t9\t${uid}\t9\t9\nNSpid:\t${nsPids}\n${rss}`,
    cmdline: one.cmdline ?? 'sh\0-c\0true\0',
    cgroup: one.cgroup ?? '0::/init.scope\n',
    uid_map: one.uidMap ?? '         0          0 4294967295\n',
  };
}

async function writeProcess(directory: string, pid: number, one: TreeProcess): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [name, text] of Object.entries(textsOf(pid, one))) {
    if (!(one.without ?? []).includes(name)) await writeFile(join(directory, name), text);
  }
  // Reading a link below a file fails like reading one without the right to.
  if (one.namespaces === null) return writeFile(join(directory, 'ns'), '');
  await mkdir(join(directory, 'ns'));
  const links: Readonly<Record<string, number | null>> = { ...HOST_NAMESPACES, ...one.namespaces };
  for (const [kind, inode] of Object.entries({ pid_for_children: links['pid'] ?? null, ...links })) {
    const type = kind === 'pid_for_children' ? 'pid' : kind;
    if (inode !== null) await symlink(`${type}:[${inode}]`, join(directory, 'ns', kind));
  }
}

/** A directory like `/proc` with these processes, the first of the host among them. */
export async function processTree(
  t: ExecutionContext,
  processes: Readonly<Record<number, TreeProcess>>,
): Promise<string> {
  const procRoot = await temporaryDirectory(t);
  await writeFile(join(procRoot, 'stat'), 'cpu 1 2 3\nbtime 1700000000\n');
  for (const [pid, one] of Object.entries({ 1: { parentPid: 0 }, ...processes })) {
    await writeProcess(join(procRoot, pid), Number(pid), one);
  }
  return procRoot;
}

/** The table of such a directory, read without a problem; its users have no names where no file has them. */
export async function tableOf(
  t: ExecutionContext,
  procRoot: string,
  passwdFile?: string,
): Promise<ProcessTable> {
  const { table, problems } = await collectProcessTable({ procRoot, passwdFile: passwdFile ?? '/nowhere' });
  t.deepEqual(problems, []);
  if (table === null) throw new Error('no table');
  return table;
}
