import { mkdir, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { collectHoldings } from '../../../src/collectors/proc/holdings.js';
import { fakeProc, mountLine, temporaryDirectory } from './fake-proc.js';

const HOST = mountLine(1, 0, '8:1', '/', '/');

const overlay = (lower: string, upper: string, work: string): string =>
  `rw,lowerdir=${lower},upperdir=${upper},workdir=${work}`;

/** The directories of one container in a data root, `x` on `base`, with overlay2's short links. */
async function dataRoot(root: string): Promise<void> {
  for (const path of ['overlay2/x/diff', 'overlay2/base/diff', 'overlay2/l']) {
    await mkdir(join(root, path), { recursive: true });
  }
  await symlink('../base/diff', join(root, 'overlay2/l/BASE'));
}

test('the mount of a container is one holding, with its directories and wherever it shows', async (t) => {
  const root = await temporaryDirectory(t);
  await dataRoot(root);
  const driver = join(root, 'overlay2');
  const options = overlay(`${driver}/l/BASE`, `${driver}/x/diff`, `${driver}/x/work`);
  const merged = mountLine(2, 1, '0:45', '/', `${driver}/x/merged`, 'overlay', options);
  const inside = mountLine(20, 9, '0:45', '/', '/', 'overlay', options);
  const procRoot = await fakeProc(t, {
    self: { mounts: [HOST, merged] },
    1: { descriptors: [] },
    7: { namespace: 2, mounts: [inside], descriptors: [] },
  });
  const { mounts, coverage } = await collectHoldings({ roots: [root], procRoot });
  t.deepEqual(mounts, [
    {
      filesystemType: 'overlay',
      device: '0:45',
      mountPoints: [`${driver}/x/merged`],
      sourceDirectory: null,
      sourceDeleted: false,
      upperDirectory: `${driver}/x/diff`,
      workDirectory: `${driver}/x/work`,
      lowerDirectories: [`${driver}/base/diff`],
      views: [
        { namespace: '1', pid: process.pid, mountPoint: `${driver}/x/merged` },
        { namespace: '2', pid: 7, mountPoint: '/' },
      ],
      inOwnNamespace: true,
      mountedAt: null,
    },
  ]);
  t.deepEqual(coverage, { complete: true, processes: 2, unreadable: 0, hidden: false });
});

test('an overlay was mounted when the kernel made the directory in its work directory anew', async (t) => {
  const root = await temporaryDirectory(t);
  await dataRoot(root);
  const work = join(root, 'overlay2/x/work');
  await mkdir(join(work, 'work'), { recursive: true });
  const mounted = new Date('2026-05-04T03:02:01Z');
  await utimes(work, mounted, mounted);
  const options = overlay(join(root, 'overlay2/base/diff'), join(root, 'overlay2/x/diff'), work);
  const procRoot = await fakeProc(t, {
    self: { mounts: [HOST, mountLine(2, 1, '0:45', '/', '/somewhere', 'overlay', options)] },
  });
  const { mounts } = await collectHoldings({ roots: [root], procRoot });
  t.deepEqual(
    mounts.map(({ mountedAt }) => mountedAt),
    [mounted.toISOString()],
  );
});

test('names relative to the directory of the driver, as of many layers, are made whole', async (t) => {
  const root = await temporaryDirectory(t);
  await dataRoot(root);
  const options = overlay('l/BASE', 'x/diff', 'x/work');
  const merged = mountLine(2, 1, '0:45', '/', join(root, 'overlay2/x/merged'), 'overlay', options);
  const inside = mountLine(20, 9, '0:45', '/', '/', 'overlay', options);
  const seen = { self: { mounts: [HOST, merged] } };
  const orphaned = { self: { mounts: [HOST] }, 7: { namespace: 2, mounts: [inside], descriptors: [] } };
  for (const processes of [seen, orphaned]) {
    const procRoot = await fakeProc(t, processes);
    t.like((await collectHoldings({ roots: [root], procRoot })).mounts[0], {
      upperDirectory: join(root, 'overlay2/x/diff'),
      workDirectory: join(root, 'overlay2/x/work'),
      lowerDirectories: [join(root, 'overlay2/base/diff')],
    });
  }
});

test('relative names lead from where the mount is, wherever an engine keeps its driver', async (t) => {
  const root = await temporaryDirectory(t);
  const driver = join(root, 'volumes/v/_data/overlay2');
  const mount = mountLine(
    2,
    1,
    '0:45',
    '/',
    `${driver}/x/merged`,
    'overlay',
    overlay('l/A', 'x/diff', 'x/work'),
  );
  const procRoot = await fakeProc(t, { self: { mounts: [HOST, mount] } });
  const { mounts } = await collectHoldings({ roots: [root], procRoot });
  t.is(mounts[0]?.upperDirectory, `${driver}/x/diff`);
});

test('a container is not asked what the names of its own file system mean', async (t) => {
  const root = await temporaryDirectory(t);
  const driver = join(root, 'overlay2');
  const options = overlay(`${driver}/base/diff`, `${driver}/x/diff`, `${driver}/x/work`);
  const procRoot = await fakeProc(t, {
    self: { mounts: [HOST] },
    7: {
      namespace: 2,
      descriptors: [],
      mounts: [mountLine(20, 9, '0:45', '/', '/', 'overlay', options)],
    },
    8: {
      namespace: 3,
      descriptors: [],
      mounts: [HOST, mountLine(30, 1, '0:45', '/', '/run/x', 'overlay', options)],
    },
  });
  for (const pid of [7, 8]) await mkdir(join(procRoot, `${pid}/root`, driver, 'x/diff'), { recursive: true });
  const { mounts } = await collectHoldings({ roots: [root], procRoot });
  t.is(mounts[0]?.upperDirectory, `${driver}/x/diff`);
});

test('containerd names many snapshots relative to their directory', async (t) => {
  const root = await temporaryDirectory(t);
  const options = overlay('2/fs:1/fs', `${root}/snapshots/3/fs`, `${root}/snapshots/3/work`);
  const mount = mountLine(2, 1, '0:45', '/', '/run/x/rootfs', 'overlay', options);
  const procRoot = await fakeProc(t, { self: { mounts: [HOST, mount] } });
  t.deepEqual((await collectHoldings({ roots: [root], procRoot })).mounts[0]?.lowerDirectories, [
    `${root}/snapshots/2/fs`,
    `${root}/snapshots/1/fs`,
  ]);
});

test('an engine in a container uses the volume it was given, not the root of the same name', async (t) => {
  const root = await temporaryDirectory(t);
  await dataRoot(root);
  const volume = join(root, 'volumes/v/_data');
  const driver = join(root, 'overlay2');
  const options = overlay(`${driver}/base/diff`, `${driver}/x/diff`, `${driver}/x/work`);
  // Inside, the volume is mounted where outside the root is.
  const procRoot = await fakeProc(t, {
    self: { mounts: [HOST] },
    7: {
      namespace: 2,
      descriptors: [],
      mounts: [
        mountLine(20, 9, '0:40', '/', '/', 'overlay', 'rw,lowerdir=/elsewhere'),
        mountLine(21, 20, '8:1', volume, root),
        mountLine(22, 21, '0:45', '/', `${driver}/x/merged`, 'overlay', options),
      ],
    },
  });
  await mkdir(join(procRoot, '7/root', driver, 'x/diff'), { recursive: true });
  const { mounts } = await collectHoldings({ roots: [root], procRoot });
  t.deepEqual(
    mounts.map((mount) => [mount.sourceDirectory, mount.upperDirectory, mount.mountPoints]),
    [
      [volume, null, []],
      [null, join(volume, 'overlay2/x/diff'), [join(volume, 'overlay2/x/merged')]],
    ],
  );
});

test('a volume in a container is held, also when it was removed; the root itself holds nothing', async (t) => {
  const root = await temporaryDirectory(t);
  const procRoot = await fakeProc(t, {
    self: { mounts: [HOST, mountLine(2, 1, '8:1', root, root), mountLine(3, 1, '8:2', `${root}/x`, '/x')] },
    7: {
      namespace: 2,
      descriptors: [],
      mounts: [
        mountLine(20, 9, '8:1', `${root}/volumes/v/_data`, '/data'),
        mountLine(21, 9, '8:1', `${root}/volumes/w/_data//deleted`, '/gone'),
        mountLine(22, 9, '8:1', `${root}-not`, '/not'),
      ],
    },
  });
  const { mounts } = await collectHoldings({ roots: [root], procRoot });
  t.deepEqual(
    mounts.map((mount) => [mount.sourceDirectory, mount.sourceDeleted, mount.inOwnNamespace]),
    [
      [`${root}/volumes/v/_data`, false, false],
      [`${root}/volumes/w/_data`, true, false],
    ],
  );
});

test('what is mounted below a root is held, and a disk inside a root is a part of it', async (t) => {
  const root = await temporaryDirectory(t);
  const procRoot = await fakeProc(t, {
    self: {
      mounts: [
        HOST,
        mountLine(2, 1, '8:16', '/', `${root}/volumes`, 'xfs'),
        mountLine(3, 1, '0:50', '/', `${root}/containers/c/mounts/shm`, 'tmpfs'),
      ],
    },
    7: { namespace: 2, descriptors: [], mounts: [mountLine(20, 9, '8:16', '/v/_data', '/data', 'xfs')] },
  });
  const { mounts } = await collectHoldings({ roots: [root], procRoot });
  t.deepEqual(
    mounts.map((mount) => [mount.filesystemType, mount.sourceDirectory, mount.mountPoints]),
    [
      ['xfs', `${root}/volumes`, [`${root}/volumes`]],
      ['tmpfs', null, [`${root}/containers/c/mounts/shm`]],
      ['xfs', `${root}/volumes/v/_data`, []],
    ],
  );
});

test('a process that may not be looked at makes the answer incomplete; one that has ended does not', async (t) => {
  const root = await temporaryDirectory(t);
  const procRoot = await fakeProc(t, {
    self: { mounts: [HOST] },
    1: { descriptors: [] },
    7: { descriptors: null },
    8: {},
  });
  const { coverage } = await collectHoldings({ roots: [root], procRoot });
  t.deepEqual(coverage, { complete: false, processes: 2, unreadable: 1, hidden: false });
});

test('a proc filesystem that hides processes, or is none, is never complete', async (t) => {
  const root = await temporaryDirectory(t);
  const procRoot = await fakeProc(t, { self: { mounts: [HOST] }, 2: { descriptors: [] } });
  await mkdir(join(procRoot, '1/ns'), { recursive: true });
  await symlink('pid:[4026532000]', join(procRoot, '1/ns/pid'));
  t.like((await collectHoldings({ roots: [root], procRoot })).coverage, { complete: false, hidden: true });
  t.like((await collectHoldings({ roots: [root], procRoot: '/nonexistent' })).coverage, {
    complete: false,
    processes: 0,
  });
});

test('a search that is not wanted any more ends with the reason', async (t) => {
  const root = await temporaryDirectory(t);
  const procRoot = await fakeProc(t, { self: { mounts: [HOST] }, 1: { descriptors: [] } });
  const signal = AbortSignal.abort(new Error('enough'));
  await t.throwsAsync(collectHoldings({ roots: [root], procRoot, signal }), { message: 'enough' });
});
