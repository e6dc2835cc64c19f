import test, { type ExecutionContext } from 'ava';
import { spawn } from 'node:child_process';
import type { ProcessReport } from '../../src/report/types.js';
import { recordedInside, seenInside } from './harness/compare-views.js';
import type { EngineOptions } from './harness/engine-options.js';
import { hostProcesses, pidsOfContainer } from './harness/host-view.js';
import { insideView } from './harness/inside-view.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { processRecords } from './harness/process-records.js';
import { FORKS, SLEEPERS, startProcessWorkload, WITH_ZOMBIE } from './harness/process-workload.js';
import { until } from './harness/until.js';

/** Which process belongs to which container, against what the kernel says inside and outside, by other programs. */
interface Kind {
  readonly title: string;
  readonly options: EngineOptions;
  /** Containers that this kind of engine does not run. */
  readonly leftOut: readonly string[];
  /** User id on the host of the containers' root. */
  readonly root: number;
}

const KINDS: readonly Kind[] = [
  { title: '20.10', options: {}, leftOut: [], root: 0 },
  { title: '28', options: { release: '28' }, leftOut: [], root: 0 },
  {
    title: '20.10 with remapped users',
    options: { daemonConfiguration: { 'userns-remap': 'default' } },
    // It refuses the host's namespaces, and what needs rights over its own.
    leftOut: ['host'],
    root: 100_000,
  },
];

/** The containers whose namespace others are in, or lie in. */
const SHARING: Readonly<Record<string, readonly string[]>> = { nested: ['nested', 'joined'] };

for (const { title, options, leftOut, root } of KINDS) {
  let engine: PrivateEngine;
  /** Ids by name. */
  let containers: ReadonlyMap<string, string>;
  /** A pid namespace of nobody. */
  let stranger: ReturnType<typeof spawn>;
  let online: readonly ProcessReport[];

  const idOf = (name: string): string => containers.get(name) ?? '';
  const firstPid = async (name: string): Promise<number> =>
    Number(await engine.docker(['inspect', '--format={{.State.Pid}}', name]));
  const ofContainers = (
    records: readonly ProcessReport[],
    names: readonly string[],
  ): readonly ProcessReport[] =>
    records.filter(({ containerId }) => containerId !== null && names.map(idOf).includes(containerId));

  /** Everything that was started sleeps, and what was to end has ended. */
  const isSettled = async (): Promise<boolean> => {
    const host = await hostProcesses();
    const parentsOfZombies = [...host.values()]
      .filter(({ zombie }) => zombie)
      .map(({ parentPid }) => parentPid);
    return [...containers].every(([name, id]) => {
      const pids = pidsOfContainer(id);
      const sleeping = pids.filter((pid) => host.get(pid)?.comm === 'sleep').length;
      const zombies = parentsOfZombies.filter((pid) => pids.includes(pid)).length;
      return sleeping === SLEEPERS[name] && zombies === (WITH_ZOMBIE.includes(name) ? 1 : 0);
    });
  };

  test.before(async () => {
    engine = await startPrivateEngine(options);
    containers = await startProcessWorkload(engine, leftOut);
    stranger = spawn('unshare', ['--pid', '--fork', '--kill-child', 'sleep', '100070'], { stdio: 'ignore' });
    await until('every container to have its processes', isSettled, 60_000);
    online = (await processRecords(['-H', engine.host])).all;
  });

  test.after.always(async () => {
    stranger?.kill('SIGKILL');
    await engine?.cleanup();
  });

  /** The map is right for every container: inside and outside, and nobody else’s process is in it. */
  const assertMap = async (t: ExecutionContext, records: readonly ProcessReport[]): Promise<void> => {
    const host = await hostProcesses();
    for (const [name, id] of containers) {
      const own = ofContainers(records, [name]);
      const living = own.filter(({ state }) => state !== 'zombie').map(({ hostPid }) => hostPid);
      t.deepEqual(living, pidsOfContainer(id), name);
      const pids = new Set(living);
      const zombies = [...host.values()].filter(({ zombie, parentPid }) => zombie && pids.has(parentPid));
      t.deepEqual(
        own.filter(({ state }) => state === 'zombie').map(({ hostPid }) => hostPid),
        zombies.map(({ pid }) => pid).sort((left, right) => left - right),
        name,
      );
      for (const record of own) {
        const seen = host.get(record.hostPid);
        t.is(record.parentPid, seen?.parentPid ?? -1);
        t.is(record.comm, seen?.comm.replace(/ <defunct>$/, '') ?? '');
        t.is(record.hostUid, seen?.uid ?? -1);
        t.is(record.threads, seen?.threads ?? -1);
        if (record.state !== 'zombie') t.is(record.rssBytes, seen?.rssBytes ?? -1);
        const early = Math.abs(Date.parse(record.startedAt ?? '') - (seen?.startedAtMs ?? 0));
        t.true(early <= 2000, `${record.startedAt} and ${seen?.startedAtMs}`);
      }
    }
  };

  const assertInside = async (t: ExecutionContext, records: readonly ProcessReport[]): Promise<void> => {
    for (const [name] of containers) {
      if (name === 'host' || name === 'joined') continue;
      const group = ofContainers(records, SHARING[name] ?? [name]);
      // The first process, and one in each namespace below.
      const entries = [await firstPid(name)];
      for (const depth of [2, 3]) {
        const below = group.find(({ nsPids }) => nsPids.length === depth + 1);
        if (below !== undefined) entries.push(below.hostPid);
      }
      t.is(entries.length, name === 'nested' ? 3 : 1);
      for (const [index, entry] of entries.entries()) {
        const view = await insideView(entry);
        t.deepEqual(recordedInside(group, index + 1), view.map(seenInside), `${name}, depth ${index + 1}`);
        const owners = new Map(group.map((record) => [record.nsPids[index + 1], record.containerId]));
        // A zombie has left its control groups.
        for (const { pid, cgroup, zombie } of view)
          if (!zombie) t.true(cgroup.includes(`/${owners.get(pid)}`), `${name}: ${pid} in ${cgroup}`);
      }
    }
  };

  test.serial(`${title}: outside each container has exactly the processes of its control groups`, (t) =>
    assertMap(t, online),
  );

  test.serial(`${title}: inside every pid namespace shows exactly the processes of the map`, (t) =>
    assertInside(t, online),
  );

  test.serial(`${title}: the kinds that were made are all there`, async (t) => {
    const own = (name: string): readonly ProcessReport[] => ofContainers(online, [name]);
    t.is(own('forks').length, FORKS + 1);
    t.deepEqual(
      own('zombie')
        .map(({ state }) => state)
        .sort(),
      ['sleeping', 'sleeping', 'zombie'],
    );
    t.is(Math.max(...own('nested').map(({ nsPids }) => nsPids.length)), 4);
    t.true(own('host').every(({ nsPids }) => nsPids.length === 1));
    const namespaces = new Set(own('joined').map(({ pidNamespace }) => pidNamespace));
    const first = await firstPid('nested');
    t.deepEqual(
      [...namespaces],
      online.filter(({ hostPid }) => hostPid === first).map(({ pidNamespace }) => pidNamespace),
    );
    const executed = own('executed');
    t.deepEqual(executed.map(({ entry }) => entry).sort(), ['child', 'exec', 'exec', 'init']);
    for (const [name] of containers)
      t.deepEqual(
        own(name)
          .filter(({ entry }) => entry === 'init')
          .map(({ hostPid }) => hostPid),
        [await firstPid(name)],
        name,
      );
  });

  test.serial(`${title}: users are those of the host and those of inside`, (t) => {
    const users = ofContainers(online, ['executed']).map(({ hostUid, containerUid }) => [
      hostUid,
      containerUid,
    ]);
    t.deepEqual(
      users.sort(),
      [
        [root, 0],
        [root, 0],
        [root + 33, 33],
        [root + 33, 33],
      ].sort(),
    );
    const mapped = ofContainers(online, ['nested']).filter(({ command }) => command.endsWith('100004'));
    t.deepEqual(
      mapped.map(({ hostUid, containerUid }) => [hostUid, containerUid]),
      [[root, 0]],
    );
  });

  test.serial(
    `${title}: a pid namespace of no container is told as such, and who watches as what it is`,
    (t) => {
      const foreign = online.filter(({ parentPid, role }) => parentPid === stranger.pid && role !== 'host');
      t.deepEqual(
        foreign.map(({ role, containerId, nsPids }) => [role, containerId, nsPids.at(-1)]),
        [['namespace', null, 1]],
      );
      for (const id of containers.values()) {
        const watching = online.filter(({ watches }) => watches === id);
        t.true(watching.every(({ role, containerId }) => role === 'monitor' && containerId === null));
        t.is(watching.length, 1);
      }
      t.true(online.every(({ role, containerId }) => (role === 'container') === (containerId !== null)));
    },
  );

  test.serial(`${title}: with the engine dead /proc alone gives the same map`, async (t) => {
    await engine.kill();
    t.is(engine.pid(), undefined);
    const { all } = await processRecords(['--offline', '--data-root', engine.layout.dataRoot]);
    const names = [...containers.keys()];
    const facts = (records: readonly ProcessReport[]) =>
      ofContainers(records, names).map(
        ({ hostPid, nsPids, containerId, containerName, imageReference, command }) => ({
          hostPid,
          nsPids,
          containerId,
          containerName,
          imageReference,
          command,
        }),
      );
    t.deepEqual(facts(all), facts(online));
    await assertMap(t, all);
  });
}
