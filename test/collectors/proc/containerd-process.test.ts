import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { findContainerdOf, findContainerds } from '../../../src/collectors/proc/containerd-process.js';
import { fakeProc, temporaryDirectory } from './fake-proc.js';

const NO_FILE = '--config=/nonexistent/config.toml';
const containerd = (words: readonly string[], more: { namespace?: number; parentPid?: number } = {}) => ({
  comm: 'containerd',
  cmdline: ['containerd', NO_FILE, ...words],
  ...more,
});

test('arguments win over the file, and the file over the defaults', async (t) => {
  const file = join(await temporaryDirectory(t), 'config.toml');
  await writeFile(file, `root = "/file/root"\n[grpc]\naddress = "/file.sock"\n`);
  const procRoot = await fakeProc(t, {
    self: {},
    7: { comm: 'containerd', cmdline: ['containerd', '-c', file, '--address', '/given.sock'] },
    8: { comm: 'containerd-shim', cmdline: ['containerd-shim-runc-v2'] },
  });
  t.deepEqual(await findContainerds({ procRoot }), [
    {
      pid: 7,
      startTime: 4711,
      parentPid: 1,
      root: '/file/root',
      state: '/run/containerd',
      address: '/given.sock',
      configFile: file,
      imports: false,
    },
  ]);
});

test('without a file the defaults hold; with one that cannot be read nothing is guessed', async (t) => {
  const directory = await temporaryDirectory(t);
  const procRoot = await fakeProc(t, {
    self: {},
    7: containerd([]),
    8: { comm: 'containerd', cmdline: ['containerd', '--root=/r', '--config', directory] },
  });
  const [absent, unreadable] = await findContainerds({ procRoot });
  t.like(absent, { root: '/var/lib/containerd', address: '/run/containerd/containerd.sock' });
  t.like(unreadable, { root: '/r', state: null, address: null });
});

test('a dockerd works with the containerd at its address, else with its child, else with the system’s', async (t) => {
  const procRoot = await fakeProc(t, {
    self: {},
    5: { comm: 'dockerd' },
    6: { comm: 'dockerd' },
    7: containerd(['--address=/child.sock'], { parentPid: 5 }),
    8: containerd(['--address=/run/other.sock']),
    9: containerd([]),
  });
  const pidOf = async (pid: number, address: string | null) =>
    (await findContainerdOf({ pid, containerd: address }, { procRoot }))?.pid;
  t.is(await pidOf(5, null), 7);
  t.is(await pidOf(5, '/var/run/other.sock'), 8);
  t.is(await pidOf(5, 'unix:///run/other.sock'), 8);
  t.is(await pidOf(6, null), 9);
  t.is(await pidOf(6, '/nowhere.sock'), undefined);
});

test('of two at one path the one in the mount namespace of the dockerd counts', async (t) => {
  const procRoot = await fakeProc(t, {
    self: {},
    5: { comm: 'dockerd', namespace: 2 },
    6: { comm: 'dockerd', namespace: 3 },
    8: containerd(['--root=/outside']),
    9: containerd(['--root=/inside'], { namespace: 2 }),
  });
  t.is((await findContainerdOf({ pid: 5, containerd: null }, { procRoot }))?.root, '/inside');
  t.is(await findContainerdOf({ pid: 6, containerd: null }, { procRoot }), null);
});
