import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { findDaemonProcess, findDaemons } from '../../../src/collectors/proc/daemon-process.js';

interface FakeProcess {
  readonly comm?: string;
  readonly cmdline: readonly string[];
  /** Inodes of the sockets it holds; `null`: its descriptors may not be seen. */
  readonly sockets?: readonly number[] | null;
  readonly mountNamespace?: number;
  readonly environ?: readonly string[];
}

/** A proc filesystem with these processes, where bilge is in the mount namespace 1. */
async function fakeProc(
  t: ExecutionContext,
  processes: Readonly<Record<number, FakeProcess>>,
  listening: Readonly<Record<number, string>> = {},
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'bilge-test-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'net'));
  await mkdir(join(root, 'self/ns'), { recursive: true });
  await symlink('mnt:[1]', join(root, 'self/ns/mnt'));
  const lines = Object.entries(listening).map(
    ([inode, path]) => `0000000000000000: 00000002 00000000 00010000 0001 01 ${inode} ${path}\n`,
  );
  await writeFile(
    join(root, 'net/unix'),
    `Num RefCount Protocol Flags Type St Inode Path\n${lines.join('')}`,
  );
  for (const [pid, process] of Object.entries(processes)) await fakeProcess(join(root, pid), process);
  return root;
}

async function fakeProcess(directory: string, process: FakeProcess): Promise<void> {
  await mkdir(join(directory, 'ns'), { recursive: true });
  await writeFile(join(directory, 'comm'), `${process.comm ?? 'dockerd'}\n`);
  await writeFile(join(directory, 'cmdline'), process.cmdline.map((word) => `${word}\0`).join(''));
  await writeFile(join(directory, 'environ'), (process.environ ?? []).map((entry) => `${entry}\0`).join(''));
  await writeFile(
    join(directory, 'stat'),
    `1 (a) b) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0\n`,
  );
  await symlink(`mnt:[${process.mountNamespace ?? 1}]`, join(directory, 'ns/mnt'));
  await symlink('/', join(directory, 'cwd'));
  if (process.sockets === null) return;
  await mkdir(join(directory, 'fd'));
  for (const [index, inode] of (process.sockets ?? []).entries()) {
    await symlink(`socket:[${inode}]`, join(directory, 'fd', String(index + 3)));
  }
}

const NO_FILE = '--config-file=/nonexistent/daemon.json';

test('the dockerd that holds the listening socket is found among others', async (t) => {
  const procRoot = await fakeProc(
    t,
    {
      1: { comm: 'systemd', cmdline: ['init'], sockets: [77] },
      20: { cmdline: ['dockerd', '-H', 'unix:///other.sock', NO_FILE], sockets: [78] },
      30: {
        cmdline: ['dockerd', '-H', 'fd://', NO_FILE, '--data-root', '/data', '--log-opt=max-size=1m'],
        sockets: [5, 77],
      },
    },
    { 77: '/x/docker.sock', 78: '/other.sock' },
  );
  const daemon = await findDaemonProcess({ socketPath: '/x/docker.sock', procRoot });
  t.like(daemon, {
    pid: 30,
    startTime: 4711,
    dataRoot: '/data',
    execRoot: '/var/run/docker',
    loggingOptions: { 'max-size': '1m' },
    configFile: '/nonexistent/daemon.json',
    problems: [],
  });
});

test('of two that bound the same path the one in our mount namespace counts', async (t) => {
  const words = ['dockerd', '-H', 'unix:///x/docker.sock', NO_FILE];
  const table = { 77: '/x/docker.sock', 78: '/x/docker.sock' };
  const inside = { cmdline: words, sockets: [78], mountNamespace: 2 };
  const procRoot = await fakeProc(t, { 20: inside, 30: { cmdline: words, sockets: [77] } }, table);
  t.is((await findDaemonProcess({ socketPath: '/x/docker.sock', procRoot }))?.pid, 30);
  const unclear = await fakeProc(t, { 20: inside, 30: { ...inside, sockets: [77] } }, table);
  t.is(await findDaemonProcess({ socketPath: '/x/docker.sock', procRoot: unclear }), null);
  const beside = { cmdline: words, sockets: [77] };
  const shared = await fakeProc(t, { 20: beside, 30: beside }, table);
  t.is(await findDaemonProcess({ socketPath: '/x/docker.sock', procRoot: shared }), null);
});

const hidden = (host: string) => ({
  cmdline: ['dockerd', '-H', host, NO_FILE],
  sockets: null,
  mountNamespace: 2,
});

test('a connection at the path of the socket is not the socket', async (t) => {
  const words = ['dockerd', '-H', 'fd://', NO_FILE];
  const procRoot = await fakeProc(t, {
    20: { cmdline: words, sockets: [78] },
    30: { cmdline: words, sockets: [77] },
  });
  const table = ['00010000 0001 01 77 /x.sock', '00000000 0001 03 78 /x.sock'];
  await writeFile(join(procRoot, 'net/unix'), table.map((line) => `0: 00000002 00000000 ${line}\n`).join(''));
  t.is((await findDaemonProcess({ socketPath: '/x.sock', procRoot }))?.pid, 30);
});

test('without a look at descriptors the arguments decide, if only one dockerd fits', async (t) => {
  const one = await fakeProc(t, { 20: hidden('fd://'), 30: hidden('unix:///other.sock') });
  t.is((await findDaemonProcess({ socketPath: '/run/docker.sock', procRoot: one }))?.pid, 20);
  const two = await fakeProc(t, { 20: hidden('fd://'), 30: hidden('unix:///var/run/docker.sock') });
  t.is(await findDaemonProcess({ socketPath: '/run/docker.sock', procRoot: two }), null);
  const none = await fakeProc(t, { 20: hidden('unix:///other.sock') });
  t.is(await findDaemonProcess({ socketPath: '/run/docker.sock', procRoot: none }), null);
});

test('a rootless dockerd has its places below the directories of its user', async (t) => {
  const environ = ['ROOTLESSKIT_STATE_DIR=/tmp/r', 'XDG_RUNTIME_DIR=/run/user/1000', 'HOME=/nonexistent/me'];
  const procRoot = await fakeProc(t, { 20: { cmdline: ['dockerd'], sockets: null, environ } });
  t.like(await findDaemonProcess({ socketPath: '/run/user/1000/docker.sock', procRoot }), {
    execRoot: '/run/user/1000/docker',
    configFile: '/nonexistent/me/.config/docker/daemon.json',
  });
});

test('arguments win over the configuration file, and their log options are added', async (t) => {
  const procRoot = await fakeProc(t, {});
  const file = join(procRoot, 'daemon.json');
  await writeFile(
    file,
    JSON.stringify({ 'data-root': '/file', 'exec-root': '/run/file', 'log-opts': { a: '1', b: '2' } }),
  );
  const words = ['dockerd', '-H', 'unix:///x', `--config-file=${file}`, '-g/flag', '--log-opt', 'b=3'];
  await fakeProcess(join(procRoot, '20'), { cmdline: words });
  t.like(await findDaemonProcess({ socketPath: '/x', procRoot }), {
    dataRoot: '/flag',
    execRoot: '/run/file',
    loggingOptions: { a: '1', b: '3' },
  });
});

test('a configuration file in another mount namespace is read there, and no symlink of it is followed', async (t) => {
  const procRoot = await fakeProc(t, {});
  const words = ['dockerd', '-H', 'unix:///x', '--config-file=/etc/there.json'];
  await fakeProcess(join(procRoot, '20'), { cmdline: words, mountNamespace: 2 });
  const etc = join(procRoot, '20/root/etc');
  await mkdir(etc, { recursive: true });
  await writeFile(join(etc, 'there.json'), '{"log-opts": {"max-size": "9m"}}');
  const daemon = await findDaemonProcess({ socketPath: '/x', procRoot });
  t.deepEqual(daemon?.loggingOptions, { 'max-size': '9m' });
  await rm(join(etc, 'there.json'));
  await writeFile(join(etc, 'target.json'), '{}');
  await symlink('target.json', join(etc, 'there.json'));
  const linked = await findDaemonProcess({ socketPath: '/x', procRoot });
  t.is(linked?.loggingOptions, null);
  t.is(linked?.problems[0]?.code, 'daemon-configuration-unreadable');
});

test('a damaged configuration file leaves what the arguments say and is a problem', async (t) => {
  const procRoot = await fakeProc(t, {});
  const file = join(procRoot, 'daemon.json');
  await writeFile(file, '{"data-root": ');
  const words = ['dockerd', '-H', 'unix:///x', '--config-file', file, '--data-root=/d'];
  await fakeProcess(join(procRoot, '20'), { cmdline: words });
  const daemon = await findDaemonProcess({ socketPath: '/x', procRoot });
  t.like(daemon, { dataRoot: '/d', execRoot: null, loggingOptions: null });
  t.is(daemon?.problems[0]?.path, file);
});

test('every dockerd of the host is found, with the data root it uses', async (t) => {
  const procRoot = await fakeProc(t, {});
  const file = join(procRoot, 'daemon.json');
  await writeFile(file, '{"data-root": "/configured", "containerd": "/run/c.sock"}');
  const damaged = join(procRoot, 'damaged.json');
  await writeFile(damaged, '{');
  const environ = ['ROOTLESSKIT_STATE_DIR=/tmp/r', 'XDG_DATA_HOME=/home/me/data', 'HOME=/nonexistent'];
  const processes: Record<string, FakeProcess> = {
    20: { cmdline: ['dockerd', NO_FILE, '--containerd=/x.sock'] },
    30: { cmdline: ['dockerd', `--config-file=${file}`], mountNamespace: 1, sockets: null },
    40: { cmdline: ['dockerd', `--config-file=${damaged}`] },
    50: { cmdline: ['dockerd', NO_FILE], environ },
    60: { cmdline: ['dockerd'], comm: 'docker-proxy' },
  };
  for (const [pid, process] of Object.entries(processes)) await fakeProcess(join(procRoot, pid), process);
  const daemons = await findDaemons({ procRoot });
  t.deepEqual(
    daemons.map(({ pid, usedDataRoot, containerd, rootless }) => [pid, usedDataRoot, containerd, rootless]),
    [
      [20, '/var/lib/docker', '/x.sock', false],
      [30, '/configured', '/run/c.sock', false],
      [40, null, null, false],
      [50, '/home/me/data/docker', null, true],
    ],
  );
});

test('without a proc filesystem nothing is found', async (t) => {
  t.is(await findDaemonProcess({ socketPath: '/x', procRoot: '/nonexistent' }), null);
});
