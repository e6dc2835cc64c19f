import test from 'ava';
import type { ContainerRecord } from '../../../src/model/container.js';
import type { NamespaceInodes } from '../../../src/model/process.js';
import { ROOT } from '../host-builder.js';
import { reportOf } from '../processes/report.js';
import { aProcess, HOST_NAMESPACES, inGroupOf } from '../processes/table.js';
import { aContainer } from '../records.js';
import { someSettings } from '../settings.js';

const OWN = { ...HOST_NAMESPACES, pid: 1, net: 2, ipc: 3, mnt: 4, uts: 5 };

/** What is said of a container, which runs in these namespaces, or is not seen. */
function risksOf(fields: Partial<ContainerRecord>, namespaces: NamespaceInodes | null = null) {
  const web = aContainer('web', { status: namespaces === null ? 'exited' : 'running', ...fields });
  const init = aProcess(101, { nsPids: [101, 1], namespaces, ...inGroupOf(web.id) });
  const { containers } = reportOf(namespaces === null ? [] : [init], [web]);
  return containers[0]?.risks ?? [];
}

const codes = (...asked: Parameters<typeof risksOf>) => risksOf(...asked).map(({ code }) => code);

function mounted(source: string, readOnly = false, type: 'bind' | 'volume' = 'bind') {
  return {
    mounts: [{ type, source, destination: '/x', volumeName: null, volumeDriver: null, readOnly }],
  };
}

test('a container by default has no risk, also where its settings are not known', (t) => {
  t.deepEqual(codes({ settings: someSettings() }, OWN), []);
  t.deepEqual(codes({ settings: null }, OWN), []);
  t.deepEqual(codes({ settings: someSettings({ ipcMode: 'private', networkMode: 'bridge' }) }), []);
});

for (const [kind, field] of [
  ['pid', 'pidMode'],
  ['net', 'networkMode'],
  ['ipc', 'ipcMode'],
  ['uts', 'utsMode'],
] as const) {
  test(`the host’s ${kind} namespace is a risk, as it runs or else as it is set`, (t) => {
    const runs = risksOf({ settings: null }, { ...OWN, [kind]: HOST_NAMESPACES[kind] });
    t.deepEqual(
      runs.map(({ code }) => code),
      [`host-${kind}`],
    );
    t.regex(runs[0]?.message ?? '', new RegExp(`^It runs in .* \\(inode ${HOST_NAMESPACES[kind]}\\)`));
    const set = risksOf({ settings: someSettings({ [field]: 'host' }) });
    t.deepEqual(
      set.map(({ code }) => code),
      [`host-${kind}`],
    );
    t.regex(set[0]?.message ?? '', /^It is set to use the host’s/);
    t.deepEqual(codes({ settings: someSettings({ [field]: 'host' }) }, OWN), []);
  });
}

test('namespaces of other containers are told with their names', (t) => {
  const containers = ['one', 'two', 'three', 'four', 'five'].map((name) =>
    aContainer(name, { status: 'running' }),
  );
  const shared = (count: number) =>
    reportOf(
      containers.slice(0, count).map(({ id }, index) =>
        aProcess(100 + index, {
          nsPids: [100 + index, 1],
          namespaces: { ...OWN, pid: 50 + index, ipc: 80 + index, mnt: 90 + index },
          ...inGroupOf(id),
        }),
      ),
      containers,
    )
      .containers.find(({ name }) => name === 'one')
      ?.risks.map(({ code, message }) => `${code}: ${message}`);
  t.deepEqual(shared(1), []);
  const start = 'shared-net: It runs in one net namespace (inode 2) with';
  t.is(shared(2)?.[0], `${start} two: they have one set of addresses and ports.`);
  t.regex(shared(3)?.[0] ?? '', /with (two and three|three and two):/);
  t.regex(shared(5)?.[0] ?? '', /with \w+, \w+, \w+ and 1 more:/);
});

test('a namespace that is set to be another container’s is told before it runs', (t) => {
  const [risk] = risksOf({ settings: someSettings({ pidMode: 'container:web' }) });
  t.is(risk?.code, 'shared-pid');
  t.regex(risk?.message ?? '', /^It is set to use the pid namespace of container web:/);
});

test('the engine’s socket is a risk wherever it lies and however it is mounted', (t) => {
  for (const source of [
    '/var/run/docker.sock',
    '/run/user/1000/docker.sock',
    '/srv/podman.sock',
    '/run/',
    '/var/run',
  ]) {
    t.deepEqual(codes(mounted(source)), ['engine-socket'], source);
    t.deepEqual(codes(mounted(source, true)), ['engine-socket'], source);
  }
  t.deepEqual(codes(mounted('/')), ['engine-socket', 'host-path']);
  t.deepEqual(codes(mounted('/', true)), ['engine-socket']);
  t.deepEqual(codes(mounted('/run/mysqld/mysqld.sock')), []);
  t.deepEqual(codes(mounted('/var/run/docker.sock', false, 'volume')), []);
});

test('directories that the host or the engine lives by are a risk when they can be written to', (t) => {
  for (const source of [
    '/etc',
    '/proc',
    '/proc/sys',
    '/sys/fs/cgroup',
    '/dev',
    ROOT,
    `${ROOT}/containers`,
    '/var',
  ]) {
    t.deepEqual(codes(mounted(source)), ['host-path'], source);
    t.deepEqual(codes(mounted(source, true)), [], source);
  }
  for (const source of ['/etc/localtime', '/dev/shm', '/srv', `${ROOT}/volumes/data/_data`, `${ROOT}-old`]) {
    t.deepEqual(codes(mounted(source)), [], source);
  }
});

test('a mount that is there twice is told once', (t) => {
  const { mounts } = mounted('/etc');
  t.deepEqual(codes({ mounts: [...mounts, ...mounts] }), ['host-path']);
});

const caps = (...addedCapabilities: string[]) => ({ settings: someSettings({ addedCapabilities }) });

test('capabilities that undo the isolation are told, those over networks where the network is the host’s', (t) => {
  t.deepEqual(codes(caps('CAP_SYS_ADMIN', 'sys_ptrace', 'CHOWN')), [
    'capability-sys-admin',
    'capability-sys-ptrace',
  ]);
  t.deepEqual(codes(caps('ALL')), ['capability-all']);
  t.deepEqual(codes(caps('NET_ADMIN'), OWN), []);
  t.deepEqual(codes(caps('NET_ADMIN'), { ...OWN, net: HOST_NAMESPACES.net }), [
    'host-net',
    'capability-net-admin',
  ]);
});

test('of a privileged container the capabilities are not told again', (t) => {
  const settings = someSettings({ privileged: true, addedCapabilities: ['SYS_ADMIN'] });
  t.deepEqual(codes({ settings }), ['privileged']);
});

const options = (...securityOptions: string[]) => codes({ settings: someSettings({ securityOptions }) });

test('filters that were switched off are told, in either way of writing', (t) => {
  t.deepEqual(options('seccomp=unconfined', 'apparmor:unconfined'), [
    'seccomp-unconfined',
    'apparmor-unconfined',
  ]);
  t.deepEqual(options('seccomp=/etc/profile.json', 'apparmor=mine', 'no-new-privileges'), []);
});

test('the host’s users are a risk where the engine maps users to others by default', (t) => {
  const settings = someSettings({ userNamespaceMode: 'host' });
  const said = (usernsRemap: boolean) =>
    reportOf([], [aContainer('web', { settings })], {}, { usernsRemap }).containers[0]?.risks.map(
      ({ code }) => code,
    );
  t.deepEqual(said(true), ['host-user']);
  t.deepEqual(said(false), []);
});
