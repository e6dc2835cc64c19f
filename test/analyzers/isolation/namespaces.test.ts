import test from 'ava';
import type { NamespaceInodes } from '../../../src/model/process.js';
import type { Report } from '../../../src/report/types.js';
import { findIn } from '../find.js';
import { reportOf } from '../processes/report.js';
import { aProcess, HOST_NAMESPACES, inGroupOf } from '../processes/table.js';
import { aContainer } from '../records.js';

const WEB = aContainer('web', { status: 'running' });
const SIDECAR = aContainer('sidecar', { status: 'running' });
const IDLE = aContainer('idle');

const of = ({ containers }: Report, wanted: string) =>
  Object.fromEntries(
    findIn(containers, ({ name }) => name === wanted).namespaces.map(({ kind, inode, host, sharedWith }) => [
      kind,
      [inode, host, ...sharedWith],
    ]),
  );

test('a container is in the namespaces of its first process: its own, the host’s, another container’s', (t) => {
  const own = { ...HOST_NAMESPACES, pid: 1, net: 2, ipc: 3, mnt: 4, uts: 5 };
  const report = reportOf(
    [
      aProcess(101, { nsPids: [101, 1], namespaces: own, ...inGroupOf(WEB.id) }),
      aProcess(102, {
        parentPid: 101,
        nsPids: [102, 2],
        namespaces: { ...own, mnt: 99 },
        ...inGroupOf(WEB.id),
      }),
      aProcess(201, {
        nsPids: [201, 1],
        namespaces: { ...own, pid: 6, mnt: 7, uts: 8 },
        ...inGroupOf(SIDECAR.id),
      }),
    ],
    [WEB, SIDECAR, IDLE],
  );
  t.deepEqual(of(report, 'web'), {
    pid: [1, false],
    net: [2, false, SIDECAR.id],
    ipc: [3, false, SIDECAR.id],
    mnt: [4, false],
    uts: [5, false],
    user: [HOST_NAMESPACES.user, true],
    cgroup: [HOST_NAMESPACES.cgroup, true],
    time: [HOST_NAMESPACES.time, true],
  });
  t.deepEqual(of(report, 'sidecar')['net'], [2, false, WEB.id]);
  t.deepEqual(of(report, 'idle'), {});
});

test('a kind that the kernel does not have is left out, one that could not be seen is null', (t) => {
  const { time: _, ...old } = HOST_NAMESPACES;
  const report = (namespaces: NamespaceInodes | null) =>
    reportOf([aProcess(101, { nsPids: [101, 1], namespaces, ...inGroupOf(WEB.id) })], [WEB], {
      hostNamespaces: old,
    });
  t.deepEqual(Object.keys(of(report(old), 'web')), ['pid', 'net', 'ipc', 'mnt', 'uts', 'user', 'cgroup']);
  const { mnt: __, ...unseen } = old;
  t.deepEqual(of(report(unseen), 'web')['mnt'], [null, null]);
  t.deepEqual(of(report(null), 'web')['pid'], [null, null]);
});

test('seen from a container, no namespace is called the host’s', (t) => {
  const report = reportOf(
    [aProcess(101, { nsPids: [101, 1], namespaces: { ...HOST_NAMESPACES, net: 2 }, ...inGroupOf(WEB.id) })],
    [WEB],
    { partial: true },
  );
  t.deepEqual(of(report, 'web')['net'], [2, null]);
  t.deepEqual(of(report, 'web')['ipc'], [HOST_NAMESPACES.ipc, null]);
});

test('a container whose first process has ended is in no namespace, and shares none', (t) => {
  const { user } = HOST_NAMESPACES;
  const report = reportOf(
    [
      aProcess(101, {
        nsPids: [101, 1],
        namespaces: { pid: 1, user },
        state: 'zombie',
        ...inGroupOf(WEB.id),
      }),
      aProcess(201, {
        nsPids: [201, 2],
        namespaces: { ...HOST_NAMESPACES, pid: 1 },
        ...inGroupOf(SIDECAR.id),
      }),
    ],
    [WEB, SIDECAR],
  );
  t.deepEqual(of(report, 'web'), {});
  t.deepEqual(of(report, 'sidecar')['pid'], [1, false]);
});
