import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import { HostBuilder, ROOT } from '../host-builder.js';
import { aContainer, anEngine } from '../records.js';
import { reportOf } from './report.js';
import { aProcess, ENDED, HOST_NAMESPACES, inGroupOf, aTable } from './table.js';
import { findIn } from '../find.js';
import type { Report } from '../../../src/report/types.js';

const WEB = aContainer('web', {
  status: 'running',
  imageId: 'sha256:1',
  imageReference: 'nginx:1',
  labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'front' },
});

const processOf = ({ processes }: Report, pid: number) => findIn(processes, ({ hostPid }) => hostPid === pid);

test('a process is told with its names, its ids inside and out, its user and its start', (t) => {
  const report = reportOf(
    [
      aProcess(101, {
        ...inGroupOf(WEB.id),
        nsPids: [101, 1],
        namespaces: { ...HOST_NAMESPACES, pid: 5001, user: 5002 },
        uid: 100_033,
        comm: 'nginx',
        args: ['nginx:', 'master'],
        startTicks: 12_345,
        threads: 4,
        rssBytes: 8192,
      }),
    ],
    [WEB],
    {
      userMaps: new Map([
        [
          5002,
          [
            { inside: 1000, outside: 1000, length: 1 },
            { inside: 0, outside: 100_000, length: 65_536 },
          ],
        ],
      ]),
      userNames: new Map([[100_033, 'sub']]),
    },
  );
  t.deepEqual(processOf(report, 101), {
    hostPid: 101,
    nsPids: [101, 1],
    parentPid: 1,
    role: 'container',
    containerId: WEB.id,
    containerName: 'web',
    imageId: 'sha256:1',
    imageReference: 'nginx:1',
    composeProject: 'shop',
    composeService: 'front',
    watches: null,
    runtime: 'docker',
    foundBy: 'cgroup',
    entry: 'init',
    pidNamespace: 5001,
    comm: 'nginx',
    command: 'nginx: master',
    hostUid: 100_033,
    hostUser: 'sub',
    containerUid: 33,
    state: 'sleeping',
    kernelThread: false,
    rssBytes: 8192,
    threads: 4,
    startedAt: '2026-06-01T00:02:03.450Z',
    cgroupPath: `/docker/${WEB.id}`,
    unmeasuredReason: null,
  });
});

test('a zombie and a process without arguments are named as ps names them', (t) => {
  const report = reportOf([
    aProcess(101, { ...inGroupOf(WEB.id), ...ENDED, ...inGroupOf(WEB.id), comm: 'sh' }),
    aProcess(102, { ...inGroupOf(WEB.id), args: [], comm: 'vhost-9', kernelThread: true, rssBytes: null }),
  ]);
  t.is(processOf(report, 101).command, '[sh] <defunct>');
  t.is(processOf(report, 102).command, '[vhost-9]');
});

test('what a user may not see is missing with its reason', (t) => {
  const hidden = { namespaces: null, nsPids: [101, 1] };
  const report = reportOf(
    [aProcess(101, { ...inGroupOf(WEB.id), ...hidden }), aProcess(102, { ...hidden, cgroups: null })],
    [WEB],
    { bootedAt: null, hostNamespaces: null },
  );
  const first = processOf(report, 101);
  t.is(first.pidNamespace, null);
  t.is(first.containerUid, null);
  t.is(first.startedAt, null);
  t.is(
    first.unmeasuredReason,
    'its namespaces may not be seen by this user; when the machine was started is not known',
  );
  t.is(processOf(report, 102).role, 'namespace');
  t.regex(processOf(report, 102).unmeasuredReason ?? '', /control groups could not be read/);
  const [, process] = reportOf([aProcess(103, { ...inGroupOf(WEB.id), rssBytes: null })]).processes;
  t.is(process?.unmeasuredReason, 'its memory could not be read');
});

test('a user id that the container has no number for is missing', (t) => {
  const processes = [aProcess(101, { ...inGroupOf(WEB.id), uid: 5 })];
  const outside = [{ inside: 0, outside: 100_000, length: 10 }];
  const unmapped = reportOf(processes, [], { userMaps: new Map([[HOST_NAMESPACES.user, outside]]) });
  t.is(processOf(unmapped, 101).containerUid, null);
  t.regex(processOf(unmapped, 101).unmeasuredReason ?? '', /maps of its user namespace/);
  t.is(processOf(reportOf(processes), 101).containerUid, 5);
});

test('of several paths the one that names the container is told', (t) => {
  const { container } = inGroupOf(WEB.id);
  const legacy = new Map([
    ['name=systemd', `/system.slice/docker.service`],
    ['freezer', `/docker/${WEB.id}`],
  ]);
  const cgroups = { unified: '/system.slice/docker.service', legacy };
  const report = reportOf([
    aProcess(101, { container, cgroups }),
    aProcess(102, { container: null, nsPids: [102, 1], cgroups: { unified: '/', legacy } }),
  ]);
  t.is(processOf(report, 101).cgroupPath, `/docker/${WEB.id}`);
  t.is(processOf(report, 102).cgroupPath, '/system.slice/docker.service');
});

test('a container that does not run has no processes, and one that is not seen has nobody knows how many', (t) => {
  const idle = aContainer('idle');
  const other = aContainer('other', { status: 'running' });
  const counts = (partial: boolean) =>
    new Map(
      reportOf([aProcess(101, inGroupOf(WEB.id))], [WEB, idle, other], { partial }).containers.map(
        ({ name, processes }) => [name, processes],
      ),
    );
  t.deepEqual(
    Object.fromEntries(counts(false)),
    Object.fromEntries(['web', 'idle', 'other'].map((name) => [name, name === 'web' ? 1 : 0])),
  );
  t.is(counts(true).get('web'), 1);
  t.is(counts(true).get('other'), null);
  t.is(counts(true).get('idle'), 0);
});

test('of a container and its copy in another data root the one that the engine tells of has the processes', (t) => {
  const host = new HostBuilder();
  const image = host.image('app', ['base']);
  const web = host.container('web', image, { status: 'running' });
  const inventory = host.inventory({ engine: anEngine({ dataRoot: ROOT }, { containers: [web] }) });
  const [root] = inventory.roots;
  t.truthy(root);
  if (root === undefined) return;
  const copy = { ...root, path: '/copy', origin: 'named' as const };
  for (const roots of [
    [root, copy],
    [copy, root],
  ]) {
    const processes = aTable([aProcess(101, inGroupOf(web.id))]);
    const { containers } = analyze({ ...inventory, roots, processes }, '0.0.0');
    t.deepEqual(
      Object.fromEntries(containers.map((one) => [one.root, [one.processes, one.namespaces.length]])),
      { [ROOT]: [1, 8], '/copy': [0, 0] },
    );
  }
});
