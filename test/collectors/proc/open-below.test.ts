import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, rmdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { openBelow } from '../../../src/collectors/proc/open-below.js';
import { fakeProc, mountLine, temporaryDirectory } from './fake-proc.js';

test('an open file, a deleted one and a working directory are found, and nothing in a directory beside', async (t) => {
  const root = await temporaryDirectory(t);
  const paths = ['files', 'deleted', 'work', 'files-not'].map((name) => join(root, name));
  const [files = '', deleted = '', work = ''] = paths;
  for (const path of paths) await mkdir(join(path, 'inner'), { recursive: true });
  for (const path of [files, deleted]) {
    await writeFile(join(path, 'inner/x'), 'x');
    const file = await open(join(path, 'inner/x'), 'r');
    t.teardown(() => file.close());
  }
  await unlink(join(deleted, 'inner/x'));
  const child = spawn('sleep', ['600'], { cwd: join(work, 'inner'), stdio: 'ignore' });
  t.teardown(async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  await once(child, 'spawn');
  const { directories } = await openBelow(paths);
  t.deepEqual(
    directories.map(({ path }) => path),
    paths,
  );
  const seen = directories.map(({ processes }) =>
    processes.map(({ pid, descriptors, workingDirectory, rootDirectory, mapped }) => [
      pid,
      descriptors.length,
      workingDirectory,
      rootDirectory,
      mapped,
    ]),
  );
  t.deepEqual(seen, [
    [[process.pid, 1, false, false, false]],
    [[process.pid, 1, false, false, false]],
    [[child.pid, 0, true, false, false]],
    [],
  ]);
});

test('a process in a container uses every layer of its overlay', async (t) => {
  const root = await temporaryDirectory(t);
  const paths = ['top', 'low', 'not'].map((name) => join(root, name));
  for (const path of paths) await mkdir(join(path, 'diff'), { recursive: true });
  const options = `rw,lowerdir=${root}/low/diff,upperdir=${root}/top/diff,workdir=${root}/top/work`;
  const procRoot = await fakeProc(t, {
    self: { mounts: [mountLine(1, 0, '8:1', '/', '/')] },
    1: { descriptors: [] },
    7: {
      namespace: 2,
      mounts: [mountLine(20, 9, '0:45', '/', '/', 'overlay', options)],
      descriptors: ['/nothing', 'socket:[1]'],
      links: { root: '/' },
      maps: '1000-2000 r-xp 0 00:2d 5 /lib/x.so\n',
    },
  });
  const { directories, coverage } = await openBelow(paths, { procRoot });
  const [top, low, not] = directories;
  const user = {
    pid: 7,
    comm: 'a) b',
    startTime: 4711,
    descriptors: [0],
    workingDirectory: true,
    rootDirectory: true,
    mapped: true,
  };
  t.deepEqual(top?.processes, [user]);
  t.deepEqual(low?.processes, [user]);
  t.deepEqual(not?.processes, []);
  t.true(coverage.complete);
});

test('a directory that was removed while open is still used', async (t) => {
  const gone = join(await temporaryDirectory(t), 'gone');
  await mkdir(gone);
  const directory = await open(gone, 'r');
  t.teardown(() => directory.close());
  await rmdir(gone);
  const { directories } = await openBelow([gone]);
  t.deepEqual(
    directories[0]?.processes.map(({ pid }) => pid),
    [process.pid],
  );
});

test('a descriptor that was opened before its process left the namespace counts', async (t) => {
  const root = await temporaryDirectory(t);
  const procRoot = await fakeProc(t, {
    self: { mounts: [mountLine(1, 0, '8:1', '/', '/')] },
    7: {
      namespace: 2,
      mounts: [mountLine(20, 9, '0:50', '/', '/', 'tmpfs')],
      descriptors: [join(root, 'x')],
    },
  });
  const { directories } = await openBelow([root], { procRoot });
  t.is(directories[0]?.processes.length, 1);
});

test('who may not be looked at is counted, not taken for nobody', async (t) => {
  const root = await temporaryDirectory(t);
  const procRoot = await fakeProc(t, {
    self: { mounts: [mountLine(1, 0, '8:1', '/', '/')] },
    7: { descriptors: null },
  });
  const { coverage } = await openBelow([root], { procRoot });
  t.like(coverage, { complete: false, unreadable: 1 });
});
