import test from 'ava';
import { cpus } from 'node:os';
import { controlFromCgroup } from '../../src/analyzers/control/from-cgroup.js';
import { joinReadings, readControlGroups } from '../../src/collectors/cgroup/control-groups.js';
import { collectProcessTable } from '../../src/collectors/proc/process-table.js';
import type { ControlGroupReadings } from '../../src/model/cgroup.js';
import type { ProcessTable } from '../../src/model/process.js';
import { reportSchema } from '../../src/report/schema/report.js';
import type { ControlReport } from '../../src/report/types.js';
import { bilge } from './harness/bilge.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { until } from './harness/until.js';
import { imageArchive } from './harness/workload/image-archive.js';
import { busyboxRootfs } from './harness/workload/rootfs.js';
import { buildTar } from './harness/workload/tar.js';

const IDLE = 'trap "exit 0" TERM; while :; do sleep 3600 & wait; done';
/** Several loops, to be held back also where other programs want every processor. */
const BUSY = 'trap "kill 0" TERM; for one in 1 2 3 4; do while :; do :; done & done; wait';
const LIMIT_MS = 240_000;

const listSchema = reportSchema.shape.containers;

let engine: PrivateEngine;
const ids = { limited: '', unlimited: '' };

async function start(script: string, ...options: readonly string[]): Promise<string> {
  return engine.docker(['run', '--detach', ...options, 'app/base:1', 'sh', '-c', script]);
}

test.before(async () => {
  engine = await startPrivateEngine();
  const layers = [await buildTar(await busyboxRootfs())];
  const archive = await imageArchive([{ tags: ['app/base:1'], layers, command: ['sh'] }]);
  await engine.docker(['load', '--quiet'], { input: archive });
  ids.limited = await start(BUSY, '--cpus=.5', '--memory=100m', '--pids-limit=50');
  ids.unlimited = await start(IDLE);
});

test.after.always(async () => {
  await engine?.cleanup();
});

async function processes(): Promise<ProcessTable> {
  const { table } = await collectProcessTable({});
  if (table === null) throw new Error('no processes');
  return table;
}

async function read(table?: ProcessTable): Promise<ControlGroupReadings> {
  const { readings, problems } = await readControlGroups({ table: table ?? (await processes()) });
  if (readings === null) throw new Error(`no control groups: ${JSON.stringify(problems)}`);
  return readings;
}

/** What two readings say of one container. */
function controlOf(
  id: string,
  first: ControlGroupReadings,
  later: ControlGroupReadings | null,
): ControlReport {
  const { layout, groups } = joinReadings(first, later);
  const group = groups.get(id);
  if (group === undefined) throw new Error(`no control group of ${id}`);
  return controlFromCgroup({ layout, group, limits: null, hostCpus: cpus().length });
}

test('limits read back exactly as they were given to the engine', async (t) => {
  const control = controlOf(ids.limited, await read(), null);
  t.is(control.cpu.limitCpus, 0.5);
  t.is(control.cpu.quotaMicros, 50_000);
  t.is(control.cpu.periodMicros, 100_000);
  t.is(control.memory.limitBytes, 104_857_600);
  t.is(control.pids.limit, 50);
  t.true((control.pids.current ?? 0) >= 1);
  t.true((control.memory.currentBytes ?? 0) > 0);
  t.deepEqual(control.unlimited, []);
});

test('a container without limits has none, and is said to have none', async (t) => {
  const control = controlOf(ids.unlimited, await read(), null);
  t.is(control.cpu.limitCpus, null);
  t.is(control.memory.limitBytes, null);
  t.is(control.pids.limit, null);
  t.true((control.memory.currentBytes ?? 0) > 0);
  t.deepEqual(control.unlimited, ['cpu', 'memory', 'pids']);
});

test('bilge containers says the same', async (t) => {
  const { stdout, stderr } = await bilge(['containers', '--limits', '--json', '-H', engine.host]);
  const listed = listSchema.parse(JSON.parse(stdout));
  const of = (id: string) => listed.find((container) => container.id === id)?.control;
  t.like(
    of(ids.limited),
    {
      readFrom: 'cgroup',
      cpu: { limitCpus: 0.5, quotaMicros: 50_000, periodMicros: 100_000 },
      memory: { limitBytes: 104_857_600 },
      pids: { limit: 50 },
    },
    stderr,
  );
  t.like(of(ids.unlimited), {
    readFrom: 'cgroup',
    cpu: { limitCpus: null },
    memory: { limitBytes: null },
    pids: { limit: null },
  });
});

test('a busy loop with half a processor is seen to be held back between two readings', async (t) => {
  const first = await read();
  let later = await read();
  const before = first.groups.get(ids.limited)?.reading.cpu;
  // The time is added when a period of being held back ends.
  await until(
    'the container to be held back again',
    async () => {
      later = await read();
      const now = later.groups.get(ids.limited)?.reading.cpu;
      return (
        (now?.throttledPeriods ?? NaN) > (before?.throttledPeriods ?? NaN) &&
        (now?.throttledMicros ?? NaN) > (before?.throttledMicros ?? NaN)
      );
    },
    LIMIT_MS,
  );
  const { cpu, intervalMs } = controlOf(ids.limited, first, later);
  t.true((intervalMs ?? 0) > 0);
  t.true((cpu.usagePercent ?? 0) > 0);
  t.true((cpu.throttledNowPercent ?? 0) > 0);
  t.true((cpu.throttledMicros ?? 0) > 0);
  const idle = controlOf(ids.unlimited, first, later).cpu;
  t.is(idle.throttledPeriods, 0);
});

test('a container that was paused stands still, and one whose limits change is read with the new ones', async (t) => {
  const id = await start(IDLE, '--cpus=1.5', '--memory=64m');
  await engine.docker(['update', '--cpus=.25', '--memory=32m', '--memory-swap=48m', id]);
  await engine.docker(['pause', id]);
  const control = controlOf(id, await read(), null);
  await engine.docker(['unpause', id]);
  t.true(control.frozen);
  t.is(control.cpu.limitCpus, 0.25);
  t.is(control.memory.limitBytes, 33_554_432);
  t.is(control.memory.swapLimitBytes, 16_777_216);
});

test('a container that ends between the reading of processes and that of groups is left out', async (t) => {
  const id = await start(IDLE);
  const before = await processes();
  t.true((await read(before)).groups.has(id));
  await engine.docker(['rm', '--force', id]);
  t.false((await read(before)).groups.has(id));
});
