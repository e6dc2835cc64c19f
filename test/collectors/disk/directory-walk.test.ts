import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { DirectoryWalk } from '../../../src/collectors/disk/directory-walk.js';
import type { DirectoryTask } from '../../../src/collectors/disk/walk-messages.js';
import { temporaryDirectory, writeTree } from './temporary-tree.js';

function walkOf(
  root: string,
  mountPoints: readonly string[] = [],
  excluded: readonly string[] = [],
): DirectoryWalk {
  return new DirectoryWalk({
    root,
    groups: [],
    mountPoints,
    excluded,
    btrfs: false,
    control: new SharedArrayBuffer(8),
  });
}

function taskFor(root: string, relative: string): DirectoryTask {
  const path = relative === '' ? root : join(root, relative);
  const { dev, ino } = statSync(path);
  return { path, relative, device: dev, inode: ino, group: '' };
}

const always = (): boolean => true;

test('a directory that is gone, or is none any more, has vanished', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/': '', 'b/': '' });
  const walk = walkOf(root);
  const [gone, replaced] = [taskFor(root, 'a'), taskFor(root, 'b')];
  rmSync(join(root, 'a'), { recursive: true });
  rmSync(join(root, 'b'), { recursive: true });
  writeFileSync(join(root, 'b'), 'x');
  t.deepEqual(walk.read(gone, always), []);
  t.deepEqual(walk.read(replaced, always), []);
  const batch = walk.takeBatch();
  t.is(batch.vanished, 2);
  t.deepEqual(batch.unreadable, []);
});

test('a root that is gone is unreadable: nothing was measured', (t) => {
  const root = join(temporaryDirectory(t), 'root');
  writeTree(root, { 'a/': '' });
  const walk = walkOf(root);
  const task = taskFor(root, '');
  rmSync(root, { recursive: true });
  walk.read(task, always);
  const batch = walk.takeBatch();
  t.is(batch.vanished, 0);
  t.deepEqual(batch.unreadable, [{ path: root, code: 'ENOENT' }]);
  t.is(batch.groups[0]?.unreadable, 1);
});

test('a batch taken within a directory loses nothing of it', (t) => {
  const root = temporaryDirectory(t);
  for (let i = 0; i < 3000; i++) writeFileSync(join(root, `${i}`), 'x');
  const walk = walkOf(root);
  const batches: number[] = [];
  const take = (): void => {
    batches.push(walk.takeBatch().groups.reduce((sum, group) => sum + group.inodes, 0));
  };
  walk.read(taskFor(root, ''), () => {
    take();
    return true;
  });
  take();
  t.true(batches.length > 1);
  t.is(
    batches.reduce((sum, inodes) => sum + inodes, 0),
    3000,
  );
});

test('the reading of a large directory ends when it is told to', (t) => {
  const root = temporaryDirectory(t);
  for (let i = 0; i < 3000; i++) writeFileSync(join(root, `${i}`), '');
  const walk = walkOf(root);
  walk.read(taskFor(root, ''), () => false);
  t.true((walk.takeBatch().groups[0]?.inodes ?? 0) < 3000);
});

test('a mount point is left out where it is mounted, and not elsewhere', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/mounted/x': '', 'mounted/y': '', top: '' });
  const walk = walkOf(root, [join(root, 'a/mounted'), join(root, 'top')]);
  const found = walk.read(taskFor(root, ''), always).map(({ relative }) => relative);
  t.deepEqual(found.sort(), ['a', 'mounted']);
  t.deepEqual(walk.read(taskFor(root, 'a'), always), []);
  t.deepEqual([...walk.takeBatch().mountsSkipped].sort(), ['a/mounted', 'top']);
});

test('a directory of another root is neither entered nor counted, and is named where it is met', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { '1000.1000/x': 'other', 'a/1000.1000/y': 'own', 'a/inner/z': 'other' });
  const others = ['1000.1000', 'a/inner', 'gone'].map((path) => join(root, path));
  const walk = walkOf(root, [join(root, 'a/inner')], others);
  t.deepEqual(
    walk.read(taskFor(root, ''), always).map(({ relative }) => relative),
    ['a'],
  );
  t.deepEqual(
    walk.read(taskFor(root, 'a'), always).map(({ relative }) => relative),
    ['a/1000.1000'],
  );
  const batch = walk.takeBatch();
  t.deepEqual(batch.excluded, ['1000.1000', 'a/inner']);
  t.deepEqual(batch.mountsSkipped, []);
  t.is(batch.groups[0]?.inodes, 2);
  t.deepEqual(walk.takeBatch().excluded, []);
});
