import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { readControlGroups } from '../../../src/collectors/cgroup/control-groups.js';
import { containersOfMembership } from '../../../src/formats/container-cgroup.js';
import { parseCgroupMembership } from '../../../src/formats/proc-cgroup.js';
import type { ControlGroupReadings } from '../../../src/model/cgroup.js';
import type { Problem } from '../../../src/model/problem.js';
import type { ProcessRecord } from '../../../src/model/process.js';
import { aProcess, aTable } from '../../analyzers/processes/table.js';
import { temporaryDirectory } from '../proc/fake-proc.js';

/** A hierarchy that is mounted in the tree. */
export interface Mounted {
  /** Its mount point, relative to where control groups are looked for; `''` is that place itself. */
  readonly at: string;
  /** Controllers of version 1, such as `cpu,cpuacct`; not given: version 2. */
  readonly controllers?: string;
  /** The group that is mounted; `/` when not given. */
  readonly root?: string;
}

/** Directories like `/proc` and `/sys/fs/cgroup`. */
export interface GroupTree {
  readonly procRoot: string;
  readonly cgroupRoot: string;
}

/** Mounts of a host as systemd mounts version 1. */
export const TOGETHER: readonly Mounted[] = [
  { at: 'cpu,cpuacct', controllers: 'cpu,cpuacct' },
  ...['cpuset', 'memory', 'pids', 'blkio', 'freezer', 'name=systemd'].map((name) => ({
    at: name.replace('name=', ''),
    controllers: name,
  })),
];

function mountLine(cgroupRoot: string, { at, controllers, root = '/' }: Mounted, index: number): string {
  const type = controllers === undefined ? 'cgroup2' : 'cgroup';
  const options = controllers === undefined ? 'rw,nsdelegate' : `rw,${controllers}`;
  const point = join(cgroupRoot, at);
  return `${30 + index} 25 0:${40 + index} ${root} ${point} rw,nosuid - ${type} ${type} ${options}\n`;
}

/** A tree with these mounts, and these files by their paths below the place of control groups. */
export async function groupTree(
  t: ExecutionContext,
  mounts: readonly Mounted[],
  files: Readonly<Record<string, string>>,
): Promise<GroupTree> {
  const directory = await temporaryDirectory(t);
  const tree = { procRoot: join(directory, 'proc'), cgroupRoot: join(directory, 'sys/fs/cgroup') };
  await mkdir(join(tree.procRoot, 'self'), { recursive: true });
  const lines = mounts.map((mount, index) => mountLine(tree.cgroupRoot, mount, index));
  await writeFile(join(tree.procRoot, 'self/mountinfo'), lines.join(''));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree.cgroupRoot, path)), { recursive: true });
    await writeFile(join(tree.cgroupRoot, path), text);
  }
  return tree;
}

/** A process whose `/proc/PID/cgroup` is this text, with the container that it names. */
export function member(pid: number, text: string): ProcessRecord {
  const cgroups = parseCgroupMembership(text);
  const containers = containersOfMembership(cgroups);
  const innermost = containers.at(-1);
  const outer = containers.slice(0, -1).map(({ containerId }) => containerId);
  return aProcess(pid, { cgroups, container: innermost === undefined ? null : { ...innermost, outer } });
}

/** What is read of these processes' groups. */
export function readTree(
  tree: GroupTree,
  processes: readonly ProcessRecord[],
  signal?: AbortSignal,
): Promise<{ readings: ControlGroupReadings | null; problems: Problem[] }> {
  return readControlGroups({ ...tree, table: aTable(processes), signal });
}

/** The same, which must succeed. */
export async function readingsOf(
  t: ExecutionContext,
  tree: GroupTree,
  processes: readonly ProcessRecord[],
): Promise<ControlGroupReadings> {
  const { readings, problems } = await readTree(tree, processes);
  t.deepEqual(problems, []);
  if (readings === null) throw new Error('no readings');
  return readings;
}
