/* `node processes.js [processes] [rounds]`: the table of all processes and their containers beside `ps`. */
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectProcessTable } from '../src/collectors/proc/process-table.js';
import { containerOfMembership } from '../src/formats/container-cgroup.js';
import { ProcessCrowd, PROCESSES_PER_CONTAINER } from './process-crowd.js';
import { makeProcessTree } from './process-tree.js';
import { type Contestant, describe, interleave, machineLine } from './rounds.js';

const BILGE = fileURLToPath(new URL('../../bin/bilge.js', import.meta.url));
const PS = ['-eo', 'pid,ppid,pidns,cgroup:200,args'];
const BASELINE = `ps ${PS.join(' ')}`;

/** What was found last, by contestant. */
const found = new Map<string, string>();

function mapping(name: string, procRoot: string): Contestant {
  return {
    name,
    async run() {
      const { table } = await collectProcessTable({ procRoot });
      const containers = new Map<string, number>();
      for (const { cgroups } of table?.processes ?? []) {
        const container = cgroups === null ? null : containerOfMembership(cgroups);
        if (container === null) continue;
        containers.set(container.containerId, (containers.get(container.containerId) ?? 0) + 1);
      }
      const inside = [...containers.values()].reduce((sum, count) => sum + count, 0);
      found.set(name, `${table?.processes.length} processes, ${inside} in ${containers.size} containers`);
    },
  };
}

/** Runs a program without looking at what it prints. */
function running(
  name: string,
  command: string,
  args: readonly string[],
  codes: readonly number[],
): Contestant {
  return {
    name,
    run() {
      const { status } = spawnSync(command, args, { stdio: 'ignore' });
      if (status === null || !codes.includes(status)) throw new Error(`${name} ended with ${status}`);
    },
  };
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

const processes = Number(process.argv[2] ?? 5000);
const rounds = Number(process.argv[3] ?? 7);
const containers = Math.ceil(processes / PROCESSES_PER_CONTAINER);
print([machineLine(), `${processes} processes in ${containers} containers, ${rounds} rounds`]);

const crowd = new ProcessCrowd();
let tree: string | null = null;

/** Leaves nothing behind: neither files nor processes nor groups. */
async function cleanUp(): Promise<void> {
  if (tree !== null) await rm(dirname(tree), { recursive: true, force: true });
  tree = null;
  await crowd.end();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
}

async function benchTree(): Promise<void> {
  tree = await makeProcessTree(processes);
  const name = 'table of a tree on disk';
  print([...describe(await interleave([mapping(name, tree)], rounds), name), found.get(name) ?? '']);
}

async function benchMachine(): Promise<void> {
  if (process.geteuid?.() !== 0) {
    return print(['no live run: control groups and namespaces are made by root']);
  }
  await crowd.start(processes);
  const name = 'table of this machine';
  const contestants = [running(BASELINE, 'ps', PS, [0]), mapping(name, '/proc')];
  const command = [BILGE, 'processes', '--offline', '--json'];
  // 3: something of this machine could not be measured; 2 of a version that does not have the command.
  const { status } = spawnSync(process.execPath, command, { stdio: 'ignore' });
  if (status !== 2) contestants.push(running('bilge processes', process.execPath, command, [0, 3]));
  print([...describe(await interleave(contestants, rounds), BASELINE), found.get(name) ?? '']);
}

try {
  await benchTree();
  await benchMachine();
} finally {
  await cleanUp();
}
