import test from 'ava';
import { findContainerdAt, findRunningDaemons } from '../../../src/collectors/proc/running-daemons.js';
import { fakeProc } from './fake-proc.js';

const dockerd = (...words: readonly string[]) => ({
  comm: 'dockerd',
  cmdline: ['dockerd', '--config-file=/nonexistent/daemon.json', ...words],
});
const containerd = (...words: readonly string[]) => ({
  comm: 'containerd',
  cmdline: ['containerd', '--config=/nonexistent/config.toml', ...words],
});

test('every dockerd is found with its data root, told or usual, and its containerd', async (t) => {
  const procRoot = await fakeProc(t, {
    self: {},
    10: { comm: 'bash', cmdline: ['bash'] },
    20: dockerd('--data-root', '/srv/d', '--containerd', '/c.sock'),
    21: containerd('--root', '/srv/c', '--address', '/c.sock'),
    30: dockerd(),
    31: { ...containerd('--root', '/private', '--address', '/p.sock'), parentPid: 30 },
    40: dockerd('--data-root', '/srv/e'),
  });
  t.deepEqual(await findRunningDaemons(procRoot), [
    { pid: 20, dataRoot: '/srv/d', rootless: false, containerd: { pid: 21, root: '/srv/c' } },
    { pid: 30, dataRoot: '/var/lib/docker', rootless: false, containerd: { pid: 31, root: '/private' } },
    { pid: 40, dataRoot: '/srv/e', rootless: false, containerd: null },
  ]);
  t.deepEqual(await findRunningDaemons('/nonexistent'), []);
});

test('the containerd of an engine is found by its address, or by its process', async (t) => {
  const procRoot = await fakeProc(t, {
    self: {},
    20: dockerd(),
    21: { ...containerd('--root', '/srv/c', '--address', '/c.sock'), parentPid: 20 },
  });
  const found = { pid: 21, root: '/srv/c' };
  t.deepEqual(await findContainerdAt(procRoot, 'unix:///c.sock', null), found);
  t.deepEqual(await findContainerdAt(procRoot, null, 20), found);
  t.is(await findContainerdAt(procRoot, '/other.sock', null), null);
  t.is(await findContainerdAt(procRoot, null, null), null);
});
