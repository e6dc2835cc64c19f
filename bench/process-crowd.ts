import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseMountInfo } from '../src/formats/mountinfo.js';

export const PROCESSES_PER_CONTAINER = 10;

/** Of the ten, one makes the namespaces and one is the first in them. */
const SLEEPERS = PROCESSES_PER_CONTAINER - 2;
const INIT = `i=0; while [ $i -lt ${SLEEPERS} ]; do sleep 100000 & i=$((i+1)); done; wait`;
const ENTER = `for group; do echo $$ >"$group/cgroup.procs" || exit 1; done; exec unshare -p -m -u -i -f sh -c '${INIT}'`;

/** An id like an engine's. */
export function containerId(number: number): string {
  return number.toString(16).padStart(64, '0');
}

/** Groups of version 1 have no processors and no memory until they are given some. */
function fillCpuset(group: string): void {
  for (const name of ['cpuset.cpus', 'cpuset.mems']) {
    const file = join(group, name);
    const above = join(dirname(group), name);
    if (!existsSync(file) || !existsSync(above) || readFileSync(file, 'utf8').trim() !== '') continue;
    const value = readFileSync(above, 'utf8').trim();
    if (value !== '') writeFileSync(file, value);
  }
}

/**
 * Sleeping processes in control groups of their own, as containers have them: in every hierarchy of this machine, ten
 * in each group, with pid, mount, IPC and UTS namespaces of their own. Only root can make them.
 */
export class ProcessCrowd {
  readonly #children: ChildProcess[] = [];
  readonly #groups: string[] = [];
  readonly #parents: readonly string[];

  constructor() {
    const mounts = parseMountInfo(readFileSync('/proc/self/mountinfo', 'utf8'));
    const roots = mounts.filter(({ filesystemType }) => /^cgroup2?$/.test(filesystemType));
    this.#parents = roots.map(({ mountPoint }) => join(mountPoint, `bilge-bench-${process.pid}`));
  }

  /** Starts that many processes and waits until they all run. */
  async start(processes: number): Promise<void> {
    for (const parent of this.#parents) this.#makeGroup(parent);
    for (let number = 0; number < processes / PROCESSES_PER_CONTAINER; number++) {
      const groups = this.#parents.map((parent) => join(parent, containerId(number)));
      for (const group of groups) this.#makeGroup(group);
      this.#children.push(spawn('sh', ['-c', ENTER, 'sh', ...groups], { detached: true, stdio: 'ignore' }));
    }
    while (this.#running() < processes) {
      const ended = this.#children.find(({ exitCode }) => exitCode !== null);
      if (ended !== undefined) throw new Error(`a container could not be made: exit code ${ended.exitCode}`);
      await setTimeout(50);
    }
  }

  /** Ends all of them, and removes their groups. */
  async end(): Promise<void> {
    for (const { pid, exitCode, signalCode } of this.#children) {
      // Each leads a process group of its own, which its children are in.
      if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
    }
    for (const group of this.#groups.toReversed()) await removeGroup(group);
  }

  #makeGroup(group: string): void {
    mkdirSync(group);
    this.#groups.push(group);
    fillCpuset(group);
  }

  #running(): number {
    const [first = ''] = this.#parents;
    let count = 0;
    for (let number = 0; number < this.#children.length; number++) {
      count += readFileSync(join(first, containerId(number), 'cgroup.procs'), 'utf8').split('\n').length - 1;
    }
    return count;
  }
}

/** A group can go when the last of its processes is gone. */
async function removeGroup(group: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      rmdirSync(group);
      return;
    } catch (error) {
      if (!existsSync(group)) return;
      if (attempt === 500) throw error;
      await setTimeout(20);
    }
  }
}
