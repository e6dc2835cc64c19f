import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import test, { type ExecutionContext } from 'ava';
import { collectProcessTable } from '../../../src/collectors/proc/process-table.js';
import type { ProcessRecord } from '../../../src/model/process.js';

/** Forks and waits without end; each child becomes another program, or none, and ends, some while others still run. */
function stormOf(seconds: string): string {
  return `echo ready; while :; do no-such-program & /bin/true churned & (exit 3) & /bin/sleep ${seconds} & wait; done`;
}

/** The first hardly leaves a process long enough to be read; of the second many are seen, zombies among them. */
const STORMS = [stormOf('0'), stormOf('0.01')];
const MARKER = ['sleep', '86397.25'];
const READINGS = 20;
/** Until children were seen both alive and ended. */
const MOST_READINGS = 2000;

/** What a process of a storm may say: before it became another program, while it does, and after. */
const COMMANDS = new Set([
  ...STORMS.map((storm) => `sh -c ${storm}`),
  '',
  '/bin/true churned',
  '/bin/sleep 0',
  '/bin/sleep 0.01',
]);

async function started(
  t: ExecutionContext,
  command: string,
  args: readonly string[],
  ready: boolean,
): Promise<number> {
  const child = spawn(command, args, { stdio: ['ignore', ready ? 'pipe' : 'ignore', 'ignore'] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  if (child.stdout !== null) await once(createInterface(child.stdout), 'line');
  return child.pid ?? 0;
}

function isConsistent(record: ProcessRecord): boolean {
  const zombie = record.state === 'zombie' || record.state === 'dead';
  return (
    record.nsPids[0] === record.pid &&
    record.cgroups !== null &&
    record.cgroups.unified !== '' &&
    record.startTicks > 0 &&
    record.threads > 0 &&
    (!zombie || record.rssBytes === null)
  );
}

test('while processes come and go, every table is right and complete', async (t) => {
  const marker = await started(t, MARKER[0] ?? '', MARKER.slice(1), false);
  const storms = new Set<number>();
  for (const storm of STORMS) storms.add(await started(t, 'sh', ['-c', storm], true));
  const seen = new Set<string>();
  const startTicks = new Set<number>();
  const both = (): boolean => seen.has('zombie') && seen.has('sleeping');
  for (let reading = 0; reading < READINGS || (!both() && reading < MOST_READINGS); reading++) {
    const { table, problems } = await collectProcessTable();
    t.deepEqual(problems, []);
    const processes = table?.processes ?? [];
    const odd = processes.filter((one) => !isConsistent(one));
    t.deepEqual(odd, []);
    t.is(new Set(processes.map(({ pid }) => pid)).size, processes.length);
    const marked = processes.filter(({ pid }) => pid === marker);
    t.deepEqual(
      marked.map(({ args, parentPid }) => [args, parentPid]),
      [[MARKER, process.pid]],
    );
    for (const { startTicks: ticks } of marked) startTicks.add(ticks);
    for (const child of processes.filter(({ parentPid }) => storms.has(parentPid))) {
      seen.add(child.state);
      t.true(COMMANDS.has(child.args.join(' ')), child.args.join(' '));
      t.true(child.startTicks >= (marked[0]?.startTicks ?? 0));
    }
  }
  t.is(startTicks.size, 1);
  t.true(both(), [...seen].join(' '));
});
