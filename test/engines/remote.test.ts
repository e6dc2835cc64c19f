import test from 'ava';
import { reportSchema } from '../../src/report/schema/report.js';
import type { Report } from '../../src/report/types.js';
import { bilgeElsewhere } from './harness/elsewhere.js';
import type { EngineOptions } from './harness/engine-options.js';
import { type HostProcess, hostProcesses, pidsOfContainer } from './harness/host-view.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { SLEEPERS, startProcessWorkload } from './harness/process-workload.js';
import { openTcpDoor, type TcpDoor } from './harness/tcp-door.js';
import { until } from './harness/until.js';

const KINDS: readonly { readonly title: string; readonly options: EngineOptions }[] = [
  { title: '20.10', options: {} },
  { title: '28', options: { release: '28' } },
];

for (const { title, options } of KINDS) {
  let engine: PrivateEngine;
  let door: TcpDoor;
  /** Ids by name. */
  let containers: ReadonlyMap<string, string>;
  let host: ReadonlyMap<number, HostProcess>;
  let told: Report;
  let code: number | null;

  test.before(async () => {
    engine = await startPrivateEngine(options);
    door = await openTcpDoor(engine);
    containers = await startProcessWorkload(engine);
    const isSettled = async (): Promise<boolean> => {
      const now = await hostProcesses();
      return [...containers].every(
        ([name, id]) =>
          pidsOfContainer(id).filter((pid) => now.get(pid)?.comm === 'sleep').length === SLEEPERS[name],
      );
    };
    await until('every container to have its processes', isSettled, 60_000);
    const answer = await bilgeElsewhere(engine, ['report', '--format', 'json', '-H', door.host]);
    told = reportSchema.parse(JSON.parse(answer.stdout));
    code = answer.code;
    host = await hostProcesses();
  });

  test.after.always(async () => {
    await door?.close();
    await engine?.cleanup();
  });

  test.serial(`${title} elsewhere: each container has the processes of its control groups`, (t) => {
    for (const [name, id] of containers) {
      const own = told.processes.filter(({ containerId }) => containerId === id);
      t.deepEqual(
        own.map(({ hostPid }) => hostPid),
        pidsOfContainer(id),
        name,
      );
      t.is(told.containers.find((container) => container.id === id)?.processes, own.length, name);
    }
    t.deepEqual([...new Set(told.processes.map(({ role }) => role))], ['container']);
    t.is(new Set(told.processes.map(({ containerId }) => containerId)).size, containers.size);
  });

  test.serial(`${title} elsewhere: what its ps tells is told, and the rest is unmeasured`, (t) => {
    for (const process of told.processes) {
      const seen = host.get(process.hostPid);
      t.is(process.comm, seen?.comm ?? '');
      t.is(process.threads, seen?.threads ?? -1);
      t.is(process.rssBytes, seen?.rssBytes ?? -1);
      // A paused one cannot be interrupted on version 1 of control groups.
      t.is(process.state, seen?.state === 'D' ? 'disk-sleep' : 'sleeping');
      const early = Math.abs(Date.parse(process.startedAt ?? '') - (seen?.startedAtMs ?? 0));
      t.true(early <= 5000, `${process.startedAt}`);
      t.is(process.foundBy, 'engine');
      t.deepEqual(
        [process.nsPids, process.pidNamespace, process.cgroupPath, process.containerUid],
        [[], null, null, null],
      );
      t.regex(process.unmeasuredReason ?? '', /engine/);
    }
  });

  test.serial(`${title} elsewhere: nothing of this machine is taken for the engine’s`, (t) => {
    t.is(code, 3);
    t.deepEqual(
      told.roots.map(({ path, allocatedBytes, source }) => [path, allocatedBytes, source]),
      [[engine.layout.dataRoot, null, 'unmeasured']],
    );
    t.deepEqual(
      told.problems.filter(({ source }) => source === 'engine' || source === 'proc'),
      [],
    );
  });
}
