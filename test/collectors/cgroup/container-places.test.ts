import test from 'ava';
import { placesOf, processesByContainer } from '../../../src/collectors/cgroup/container-places.js';
import { findHierarchies, type Hierarchies } from '../../../src/collectors/cgroup/hierarchies.js';
import { parseMountInfo } from '../../../src/formats/mountinfo.js';
import type { ProcessRecord } from '../../../src/model/process.js';
import { aProcess, inGroupOf } from '../../analyzers/processes/table.js';

const ID = 'a0'.repeat(32);
const INNER = 'b1'.repeat(32);

function mounted(...mounts: readonly string[]): Hierarchies {
  const found = findHierarchies(parseMountInfo(mounts.join('\n')), '/sys/fs/cgroup');
  if (found === null) throw new Error('nothing is mounted');
  return found;
}

const UNIFIED = '30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate';
const MEMORY = '31 20 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory';
const CPU = '32 20 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct';

/** A process of the container in these groups of version 1. */
function legacyProcess(pid: number, paths: Readonly<Record<string, string>>): ProcessRecord {
  const cgroups = { unified: null, legacy: new Map(Object.entries(paths)) };
  return aProcess(pid, { ...inGroupOf(ID), cgroups });
}

test('the group of a container is its own where its processes moved below it', (t) => {
  const process = aProcess(5, {
    ...inGroupOf(ID),
    cgroups: { unified: `/system.slice/docker-${ID}.scope/init.scope`, legacy: new Map() },
  });
  const places = placesOf(mounted(UNIFIED), ID, [process]);
  t.true(places !== null && places !== 'outside');
  if (places === null || places === 'outside') return;
  const directory = `/sys/fs/cgroup/system.slice/docker-${ID}.scope`;
  t.is(places.own.get('memory')?.directory, directory);
  t.is(places.own.get('unified')?.directory, directory);
  t.deepEqual(
    places.above.map(({ path }) => path),
    ['/system.slice', '/'],
  );
});

test('paths may differ from hierarchy to hierarchy, and a process that has left one says nothing of it', (t) => {
  const places = placesOf(mounted(MEMORY, CPU), ID, [
    legacyProcess(5, { memory: '/elsewhere', cpu: `/slow/${ID}`, cpuacct: `/slow/${ID}` }),
    legacyProcess(6, { memory: `/docker/${ID}`, cpu: '/', cpuacct: '/' }),
  ]);
  t.true(places !== null && places !== 'outside');
  if (places === null || places === 'outside') return;
  t.is(places.own.get('memory')?.path, `/docker/${ID}`);
  t.is(places.own.get('cpu')?.directory, `/sys/fs/cgroup/cpu,cpuacct/slow/${ID}`);
  t.is(places.own.get('cpuacct')?.directory, `/sys/fs/cgroup/cpu,cpuacct/slow/${ID}`);
  t.is(places.own.get('pids'), undefined);
  const above = new Map(places.above.map(({ path, places: at }) => [path, [...at.keys()]]));
  t.deepEqual(above.get('/docker'), ['memory']);
  t.deepEqual(above.get('/slow'), ['cpu', 'cpuacct']);
  t.deepEqual(above.get('/'), ['cpu', 'cpuacct', 'memory']);
});

test('a group outside of what is mounted is told from one that no path names', (t) => {
  const process = aProcess(5, inGroupOf(ID));
  const beside = aProcess(6, { ...inGroupOf(ID), cgroups: { unified: `/../${ID}`, legacy: new Map() } });
  t.is(placesOf(mounted(UNIFIED), ID, [beside]), 'outside');
  t.is(placesOf(mounted(UNIFIED.replace(' / ', ` /docker/${INNER} `)), ID, [process]), 'outside');
  const zombie = aProcess(7, { ...inGroupOf(ID), cgroups: { unified: '/', legacy: new Map() } });
  t.is(placesOf(mounted(UNIFIED), ID, [zombie]), null);
});

test('where a group below the root is mounted, paths go on from there', (t) => {
  const process = aProcess(5, inGroupOf(INNER, ID));
  const places = placesOf(mounted(UNIFIED.replace(' / ', ` /docker/${ID} `)), INNER, [process]);
  t.true(places !== null && places !== 'outside');
  if (places === null || places === 'outside') return;
  t.is(places.own.get('cpu')?.directory, `/sys/fs/cgroup/docker/${INNER}`);
  // The mounted group limits as well, those above it cannot be seen.
  t.deepEqual(
    places.above.map(({ places: at }) => at.get('cpu')?.directory),
    ['/sys/fs/cgroup/docker', '/sys/fs/cgroup'],
  );
});

test('a container has the processes of those in it, and a monitor is in that around it', (t) => {
  const monitor = { containerId: INNER, runtime: 'podman', monitor: true, outer: [ID] };
  const byContainer = processesByContainer({
    takenAt: '2026-06-01T12:00:00Z',
    bootedAt: null,
    ticksPerSecond: 100,
    processes: [
      aProcess(1),
      aProcess(5, inGroupOf(ID)),
      aProcess(6, inGroupOf(INNER, ID)),
      aProcess(7, { container: monitor }),
    ],
    hostNamespaces: null,
    userMaps: new Map(),
    userNames: new Map(),
    partial: false,
    deniedCount: 0,
  });
  const pids = [...byContainer].map(([id, processes]) => [id, processes.map(({ pid }) => pid)]);
  t.deepEqual(
    new Map(pids.map(([id, list]) => [String(id), list])),
    new Map<string, unknown>([
      [ID, [5, 6, 7]],
      [INNER, [6]],
    ]),
  );
});
