import test from 'ava';
import { daemonRoots } from '../../../src/collectors/host/daemon-roots.js';
import { temporaryDirectory, writeTree } from '../disk/temporary-tree.js';
import { fakeProc } from '../proc/fake-proc.js';

const OWNER = process.getuid?.() ?? 0;

function daemon(
  pid: number,
  dataRoot: string,
  options: { rootless?: boolean; containerd?: { pid: number; root: string } } = {},
) {
  return { pid, dataRoot, rootless: false, containerd: null, ...options };
}

test('each engine of this machine gives its data root and its containerd’s', async (t) => {
  const procRoot = await fakeProc(t, { self: {}, 20: {}, 30: {}, 31: { namespace: 2 } });
  const engines = [
    daemon(20, '/srv/docker', { containerd: { pid: 30, root: '/srv/ctrd' } }),
    daemon(20, '/srv/other', { containerd: { pid: 31, root: '/nonexistent/in/a/container' } }),
  ];
  t.deepEqual(await daemonRoots(engines, [], procRoot), [
    { path: '/srv/docker', kind: 'data-root', origin: 'process', user: null },
    { path: '/srv/ctrd', kind: 'containerd-root', origin: 'process', user: null },
    { path: '/srv/other', kind: 'data-root', origin: 'process', user: null },
  ]);
});

test('a rootless engine’s data root is its owner’s', async (t) => {
  const dataRoot = temporaryDirectory(t);
  const procRoot = await fakeProc(t, { self: {}, 20: {} });
  const users = [{ name: 'alice', uid: OWNER, home: '/home/alice' }];
  t.deepEqual(await daemonRoots([daemon(20, dataRoot, { rootless: true })], users, procRoot), [
    { path: dataRoot, kind: 'data-root', origin: 'rootless', user: 'alice' },
  ]);
});

test('an engine that sees another tree counts only where its data root is the same directory', async (t) => {
  const tree = temporaryDirectory(t);
  const shared = temporaryDirectory(t);
  writeTree(tree, { [`${shared}/`]: '' });
  const procRoot = await fakeProc(t, {
    self: {},
    20: { namespace: 2, links: { root: tree } },
    30: { namespace: 3, links: { root: '/' } },
    40: { namespace: 4, links: { root: '/nonexistent' } },
  });
  const found = await daemonRoots(
    [20, 30, 40].map((pid) => daemon(pid, shared)),
    [],
    procRoot,
  );
  t.deepEqual(
    found.map(({ path }) => path),
    [shared],
  );
});
