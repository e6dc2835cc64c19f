import test from 'ava';
import { aContainer, hex64 } from '../records.js';
import { lines, reportOf } from './report.js';
import { aProcess, aShim, ENDED, inGroupOf, inNamespace } from './table.js';

const WEB = aContainer('web', { status: 'running', pid: 101, startedAt: '2026-06-01T00:00:11.2Z' });
const DB = aContainer('db', { status: 'running' });

const NAMES = new Map([WEB, DB].map(({ id, name }) => [id, name ?? id]));
const named = (id: string): string => NAMES.get(id) ?? id;

test('a container has the processes of its control group: its first, exec’ed ones and children', (t) => {
  const report = reportOf(
    [
      aShim(100, WEB.id),
      aProcess(101, { parentPid: 100, ...inGroupOf(WEB.id), ...inNamespace(5001, 101, 1) }),
      aProcess(102, { parentPid: 101, ...inGroupOf(WEB.id), ...inNamespace(5001, 102, 7) }),
      aProcess(103, { parentPid: 100, ...inGroupOf(WEB.id), ...inNamespace(5001, 103, 12) }),
      aProcess(104, { parentPid: 1 }),
    ],
    [WEB],
  );
  t.deepEqual(lines(report, named), [
    '1 host',
    '100 monitor web command-line',
    '101 container web cgroup init',
    '102 container web cgroup child',
    '103 container web cgroup exec',
  ]);
  t.is(report.containers[0]?.processes, 3);
  t.false(report.notCollected.includes('processes'));
});

test('a container in the pid namespace of another one has its own processes', (t) => {
  const report = reportOf(
    [
      aShim(100, WEB.id),
      aProcess(101, { parentPid: 100, ...inGroupOf(WEB.id), ...inNamespace(5001, 101, 1) }),
      aShim(200, DB.id),
      aProcess(201, { parentPid: 200, ...inGroupOf(DB.id), ...inNamespace(5001, 201, 8) }),
      aProcess(202, { parentPid: 200, ...inGroupOf(DB.id), ...inNamespace(5001, 202, 20) }),
    ],
    [WEB, DB],
  );
  t.deepEqual(lines(report, named).slice(2), [
    '101 container web cgroup init',
    '200 monitor db command-line',
    '201 container db cgroup init',
    '202 container db cgroup exec',
  ]);
});

test('a container in the host’s pid namespace has its processes, and none of the host’s', (t) => {
  const report = reportOf(
    [
      aShim(100, WEB.id),
      aProcess(99, { parentPid: 100, startTicks: 1100, ...inGroupOf(WEB.id) }),
      // Started with the container, as its record says; 99 got a lower number after the numbers went round.
      aProcess(101, { parentPid: 100, ...inGroupOf(WEB.id) }),
      aProcess(102, { parentPid: 101, ...inGroupOf(WEB.id) }),
      aProcess(103, { parentPid: 100 }),
      aProcess(104, { parentPid: 101, ...ENDED }),
      aProcess(105, { parentPid: 1, ...ENDED }),
      // Its group is told, as with version 2, and is not the container's.
      aProcess(106, { parentPid: 101, ...ENDED, cgroups: aProcess(106).cgroups }),
    ],
    [WEB],
  );
  t.deepEqual(lines(report, named), [
    '1 host',
    '99 container web cgroup exec',
    '100 monitor web command-line',
    '101 container web cgroup init',
    '102 container web cgroup child',
    '104 container web parent child',
  ]);
});

test('what left the container’s group is found by its pid namespace, and what ended by its parent', (t) => {
  const report = reportOf(
    [
      aShim(100, WEB.id),
      aProcess(101, { parentPid: 100, ...inGroupOf(WEB.id), ...inNamespace(5001, 101, 1) }),
      aProcess(110, { parentPid: 100, ...inNamespace(5001, 110, 3) }),
      // Its own unshare, twice, moved out as well.
      aProcess(111, { parentPid: 110, ...inNamespace(5002, 111, 4, 1) }),
      aProcess(112, { parentPid: 111, ...inNamespace(5002, 112, 5, 2) }),
      aProcess(113, { parentPid: 112, ...inNamespace(5003, 113, 6, 3, 1) }),
      aProcess(120, { parentPid: 101, nsPids: [120, 30], ...ENDED }),
      aProcess(121, { parentPid: 113, nsPids: [121, 31, 9, 2], ...ENDED }),
      aProcess(122, { parentPid: 100, nsPids: [122, 32], ...ENDED }),
    ],
    [WEB],
  );
  t.deepEqual(lines(report, named).slice(2), [
    '101 container web cgroup init',
    '110 container web namespace exec',
    '111 container web parent child',
    '112 container web namespace child',
    '113 container web parent child',
    '120 container web parent child',
    '121 container web parent child',
    '122 container web parent exec',
  ]);
  t.is(report.containers[0]?.processes, 8);
});

test('a first process that left its group is known by the engine’s record, and by its shim', (t) => {
  const processes = [
    aProcess(101, { parentPid: 1, ...inNamespace(5001, 101, 1) }),
    aShim(200, DB.id),
    aProcess(201, { parentPid: 200, ...inNamespace(5002, 201, 1) }),
    aProcess(202, { parentPid: 201, ...inNamespace(5002, 202, 2) }),
  ];
  t.deepEqual(lines(reportOf(processes, [WEB, DB]), named), [
    '1 host',
    '101 container web engine init',
    '200 monitor db command-line',
    '201 container db parent init',
    '202 container db namespace child',
  ]);
});

for (const [what, startedAt] of [
  ['before the container', '2026-06-01T03:00:00Z'],
  ['long after the container', '2026-05-31T03:00:00Z'],
] as const) {
  test(`a process that has the pid of a record and began ${what} is not the container’s`, (t) => {
    const processes = [aProcess(101, { ...inNamespace(5001, 101, 1) })];
    t.deepEqual(lines(reportOf(processes, [{ ...WEB, startedAt }])), ['1 host', '101 namespace']);
  });
}

test('a process that has the pid of a record and is not the first of its namespace is not the container’s', (t) => {
  const processes = [aProcess(101, { ...inNamespace(5001, 101, 9) })];
  t.deepEqual(lines(reportOf(processes, [WEB])), ['1 host', '101 namespace']);
});

test('the first process of the container’s own namespace comes before one of the same moment', (t) => {
  const report = reportOf(
    [
      aProcess(98, { startTicks: 1101, ...inGroupOf(DB.id), ...inNamespace(5001, 98, 2) }),
      aProcess(99, { startTicks: 1101, ...inGroupOf(DB.id), ...inNamespace(5001, 99, 1) }),
    ],
    [DB],
  );
  t.deepEqual(lines(report, named).slice(1), ['98 container db cgroup exec', '99 container db cgroup init']);
});

test('a pid namespace of no known container is listed, with how its processes came in unsaid', (t) => {
  const report = reportOf([
    aProcess(300, { comm: 'unshare' }),
    aProcess(301, { parentPid: 300, ...inNamespace(6001, 301, 1) }),
    aProcess(302, { parentPid: 301, nsPids: [302, 2], ...ENDED }),
  ]);
  t.deepEqual(lines(report), ['1 host', '300 host', '301 namespace', '302 namespace']);
  t.is(report.processes[2]?.pidNamespace, 6001);
  t.is(report.processes[3]?.pidNamespace, null);
  t.is(report.processes[3]?.unmeasuredReason, 'it has ended: its namespaces are no longer shown');
});

test('an engine with all its containers in a pid namespace made by hand claims none of the others there', (t) => {
  const report = reportOf(
    [
      aProcess(300, { ...inNamespace(6001, 300, 1) }),
      aProcess(301, { parentPid: 300, ...inNamespace(6001, 301, 2) }),
      // With --pid=host, which is that namespace to its engine.
      aProcess(302, { parentPid: 301, ...inGroupOf(DB.id), ...inNamespace(6001, 302, 3) }),
    ],
    [DB],
  );
  t.deepEqual(lines(report, named).slice(1), [
    '300 namespace',
    '301 namespace',
    '302 container db cgroup init',
  ]);
});

test('what runs in a container of an engine in a container is of the innermost one with a record', (t) => {
  const inner = hex64('inner');
  const processes = [
    aShim(100, WEB.id),
    aProcess(101, { parentPid: 100, ...inGroupOf(WEB.id), ...inNamespace(5001, 101, 1) }),
    aShim(102, inner, { parentPid: 101, ...inGroupOf(WEB.id), ...inNamespace(5001, 102, 20) }),
    aProcess(103, { parentPid: 102, ...inGroupOf(inner, WEB.id), ...inNamespace(5009, 103, 21, 1) }),
    aProcess(104, { parentPid: 102, nsPids: [104, 22, 5], ...ENDED }),
  ];
  t.deepEqual(lines(reportOf(processes, [WEB]), named).slice(2), [
    '101 container web cgroup init',
    '102 container web cgroup child',
    '103 container web cgroup child',
    '104 container web parent child',
  ]);
  const known = aContainer('inner', { id: inner, status: 'running' });
  t.deepEqual(lines(reportOf(processes, [WEB, known]), named).slice(2), [
    '101 container web cgroup init',
    '102 container web cgroup child',
    `103 container ${inner} cgroup init`,
    `104 container ${inner} parent exec`,
  ]);
  t.deepEqual(lines(reportOf(processes), named).slice(-2), [
    `103 container ${inner} cgroup init`,
    `104 container ${inner} parent exec`,
  ]);
});

test('a shim of a pod says nothing of whose its children are', (t) => {
  const shim = aShim(100, 'sandbox');
  const args = shim.args.map((arg) => (arg === 'moby' ? 'k8s.io' : arg));
  const report = reportOf([
    { ...shim, args },
    aProcess(101, { parentPid: 100, ...inNamespace(5001, 101, 1) }),
  ]);
  t.deepEqual(lines(report), ['1 host', '100 monitor sandbox command-line', '101 namespace']);
  t.is(report.processes[1]?.runtime, 'cri-containerd');
});

test('where bilge sees the processes of its own container alone, that one’s namespace is not a foreign one', (t) => {
  const own = { pid: 7000, net: 7001 };
  const report = reportOf(
    [
      aProcess(10, { namespaces: own, parentPid: 0 }),
      aProcess(20, { namespaces: { ...own, pid: 7005 }, nsPids: [20, 1] }),
    ],
    [],
    { partial: true, hostNamespaces: own },
  );
  t.deepEqual(lines(report), ['1 host', '20 namespace']);
});

test('a pid that another process got while the table was read makes nobody its child', (t) => {
  const report = reportOf(
    [
      // The shim has ended, and a process of the container got its number.
      aProcess(101, { parentPid: 150, startTicks: 500, ...inGroupOf(WEB.id), ...inNamespace(5001, 101, 1) }),
      aProcess(102, { parentPid: 150, startTicks: 600, ...inGroupOf(WEB.id), ...inNamespace(5001, 102, 2) }),
      aProcess(150, { parentPid: 101, startTicks: 900, ...inGroupOf(WEB.id), ...inNamespace(5001, 150, 3) }),
    ],
    [WEB],
  );
  t.deepEqual(
    report.processes.map(({ hostPid, parentPid, entry }) => [hostPid, parentPid, entry]),
    [
      [101, null, 'init'],
      [102, null, null],
      [150, 101, 'child'],
    ],
  );
});
