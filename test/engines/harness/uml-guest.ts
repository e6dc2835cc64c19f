import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { joinReadings, readControlGroups } from '../../../src/collectors/cgroup/control-groups.js';
import { collectProcessTable } from '../../../src/collectors/proc/process-table.js';
import type { ControlGroupReadings } from '../../../src/model/cgroup.js';

// Runs in a guest of User Mode Linux (uml.ts): reads its control groups and writes what was read, as JSON.

const GROUPS = '/sys/fs/cgroup';

async function read(): Promise<ControlGroupReadings> {
  const { table, problems } = await collectProcessTable({});
  if (table === null) throw new Error(`no processes: ${JSON.stringify(problems)}`);
  const answer = await readControlGroups({ table });
  if (answer.readings === null) throw new Error(`no control groups: ${JSON.stringify(answer.problems)}`);
  return answer.readings;
}

/** What the kernel wrote in the files of a group, by their names. */
function filesOf(path: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(`${GROUPS}${path}`).sort()) {
    if (!existsSync(`${GROUPS}${path}/${name}/cgroup.procs`)) {
      try {
        files[name] = readFileSync(`${GROUPS}${path}/${name}`, 'utf8');
      } catch {
        // Some files can only be written.
      }
    }
  }
  return files;
}

const [id = '', output = ''] = process.argv.slice(2);
const first = await read();
const periodsOf = (readings: ControlGroupReadings): number =>
  readings.groups.get(id)?.reading.cpu?.throttledPeriods ?? NaN;
let later = await read();
while (!(periodsOf(later) > periodsOf(first))) {
  await delay(50);
  later = await read();
}
const { layout, groups } = joinReadings(first, later);
const files = filesOf(`/docker/${id}`);
writeFileSync(output, JSON.stringify({ layout, groups: [...groups], files }));
