import {
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { DirectoryError, DirectoryReader } from '../../../src/collectors/disk/directory-reader.js';
import type { DirectoryTask } from '../../../src/collectors/disk/walk-messages.js';
import { temporaryDirectory, writeTree } from './temporary-tree.js';

function taskFor(path: string): DirectoryTask {
  const { dev, ino } = statSync(path);
  return { path, relative: 'x', device: dev, inode: ino, group: '' };
}

function namesIn(reader: DirectoryReader): string[] {
  const names: string[] = [];
  reader.visit({ entry: ({ name }) => names.push(name), missed: () => {}, goOn: () => true });
  return names.sort();
}

function codeOf(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    if (error instanceof DirectoryError) return error.code;
    throw error;
  }
  return 'opened';
}

test('a parent swapped for a symlink to outside leads nowhere', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'in/sub/own': '', 'outside/sub/secret': '' });
  const task = taskFor(join(root, 'in/sub'));
  renameSync(join(root, 'in'), join(root, 'moved'));
  symlinkSync(join(root, 'outside'), join(root, 'in'));
  t.is(
    codeOf(() => new DirectoryReader(task)),
    'VANISHED',
  );
});

test('a parent swapped after the directory was opened changes nothing', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'in/sub/own': '', 'outside/sub/secret': '' });
  const reader = new DirectoryReader(taskFor(join(root, 'in/sub')));
  t.teardown(() => {
    reader.close();
  });
  renameSync(join(root, 'in'), join(root, 'moved'));
  symlinkSync(join(root, 'outside'), join(root, 'in'));
  t.deepEqual(namesIn(reader), ['own']);
});

test('a directory that became a symlink, a file or nothing is not opened', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'dir/': '', 'other/': '', file: '' });
  const task = taskFor(join(root, 'dir'));
  rmSync(join(root, 'dir'), { recursive: true });
  t.is(
    codeOf(() => new DirectoryReader(task)),
    'ENOENT',
  );
  symlinkSync('other', join(root, 'dir'));
  t.regex(
    codeOf(() => new DirectoryReader(task)),
    /^(ENOTDIR|ELOOP)$/,
  );
  t.is(
    codeOf(() => new DirectoryReader({ ...task, path: join(root, 'file') })),
    'ENOTDIR',
  );
});

test('an entry that goes between the listing and the look is missed', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { a: '', b: '', c: '' });
  const reader = new DirectoryReader(taskFor(root));
  const missed: string[] = [];
  reader.visit({
    entry: ({ name }) => {
      for (const other of ['a', 'b', 'c']) if (other !== name) unlinkSync(join(root, other));
    },
    missed: (name, code) => missed.push(`${name} ${code}`),
    goOn: () => true,
  });
  reader.close();
  t.is(missed.length, 2);
  t.true(missed.every((text) => text.endsWith(' VANISHED')));
});

test('the exact inode number is that of the entry, whatever its name', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { plain: '' });
  mkdirSync(Buffer.from(`${root}/\xff`, 'latin1'));
  const reader = new DirectoryReader(taskFor(root));
  reader.visit({
    entry: (entry) => {
      t.is(reader.exactInode(entry), BigInt(entry.stats.ino));
    },
    missed: () => t.fail(),
    goOn: () => true,
  });
  unlinkSync(join(root, 'plain'));
  t.is(reader.exactInode({ name: 'plain', raw: null, stats: statSync(root) }), null);
  reader.close();
  t.plan(3);
});

test('a failed opening leaves no descriptor behind', (t) => {
  const root = temporaryDirectory(t);
  // Two hops succeed, the last one fails.
  const path = `${root}${'/.'.repeat(5000)}/missing`;
  for (let i = 0; i < 20; i++) {
    t.is(
      codeOf(() => new DirectoryReader({ path, relative: 'x', device: 1, inode: 1, group: '' })),
      'ENOENT',
    );
    const other = { ...taskFor(root), inode: 1 };
    t.is(
      codeOf(() => new DirectoryReader(other)),
      'VANISHED',
    );
  }
  const open = readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return '';
    }
  });
  t.deepEqual(
    open.filter((target) => target.startsWith(root)),
    [],
  );
});
