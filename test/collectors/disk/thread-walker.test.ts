import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { ThreadWalker } from '../../../src/collectors/disk/thread-walker.js';
import type { WalkGroup, WalkResult } from '../../../src/model/walk.js';
import { du, temporaryDirectory, writeDeepTree, writeTree } from './temporary-tree.js';

function walk(root: string, groups: readonly string[] = [], threads = 2): Promise<WalkResult> {
  return new ThreadWalker({ threads }).walk({ root, groups, mountPoints: [], excluded: [] });
}

function groupAt(result: WalkResult, path: string): WalkGroup | undefined {
  return result.groups.find((group) => group.path === path);
}

function sameAsDu(result: WalkResult, root: string): boolean {
  const { allocatedBytes, inodes } = du(root);
  return result.total.allocatedBytes === allocatedBytes && result.total.inodes === inodes;
}

test('files, sparse files and long files add up to what du counts', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/one': 'x', 'a/b/two': 'x'.repeat(70_000), 'c/empty': '', 'd/': '' });
  writeFileSync(join(root, 'sparse'), '');
  truncateSync(join(root, 'sparse'), 2 ** 40);
  const result = await walk(root);
  t.true(sameAsDu(result, root));
  t.is(result.state, 'complete');
  t.is(result.total.apparentBytes, 1 + 70_000 + 2 ** 40);
  t.is(result.total.inodes, 9);
  t.deepEqual([result.vanished, result.unreadableCount, result.mountsSkipped.length], [0, 0, 0]);
});

test('an inode with several links counts once, in the first of its groups, and is told apart', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/x': 'x'.repeat(5000), 'b/only': 'y', 'c/': '' });
  linkSync(join(root, 'a/x'), join(root, 'a/again'));
  linkSync(join(root, 'a/x'), join(root, 'c/x'));
  linkSync(join(root, 'b/only'), join(root, 'b/twice'));
  const result = await walk(root, ['*']);
  t.true(sameAsDu(result, root));
  const { blocks } = statSync(join(root, 'a/x'));
  t.deepEqual(result.linked, [
    { groups: ['a', 'c'], allocatedBytes: blocks * 512, apparentBytes: 5000, inodes: 1 },
  ]);
  t.deepEqual(
    result.groups.map(({ path, apparentBytes, inodes }) => [path, apparentBytes, inodes]),
    [
      ['', 0, 1],
      ['a', 5000, 2],
      ['b', 1, 2],
      ['c', 0, 1],
    ],
  );
});

test('a link outside the root does not hide an inode', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'in/x': 'x'.repeat(5000), 'out/': '' });
  linkSync(join(root, 'in/x'), join(root, 'out/x'));
  const result = await walk(join(root, 'in'));
  t.is(result.total.apparentBytes, 5000);
  t.deepEqual(result.linked, []);
});

test('names that are not UTF-8, or hold newlines and escape sequences, are walked', async (t) => {
  const root = temporaryDirectory(t);
  const invalid = Buffer.concat([Buffer.from(`${root}/bad\xff`, 'latin1')]);
  mkdirSync(invalid);
  mkdirSync(Buffer.concat([invalid, Buffer.from('/\xfe\xfd', 'latin1')]));
  writeFileSync(Buffer.concat([invalid, Buffer.from('/\xfe\xfd/file', 'latin1')]), 'x'.repeat(3000));
  writeTree(root, { 'new\nline/\u001b[2J/f': 'xx', '-rf/\u202e/f': 'x', 'ok\ufffd/f': 'x', '*/f': 'x' });
  const result = await walk(root, ['*']);
  t.true(sameAsDu(result, root));
  t.is(groupAt(result, 'bad\ufffd')?.apparentBytes, 3000);
  t.is(groupAt(result, 'new\nline')?.apparentBytes, 2);
  t.is(groupAt(result, '*')?.inodes, 2);
  t.is(result.unreadableCount, 0);
});

test('symlinks count as themselves: what they point to is not walked', async (t) => {
  const root = temporaryDirectory(t);
  const outside = temporaryDirectory(t);
  writeTree(outside, { big: 'x'.repeat(100_000) });
  writeTree(root, { 'a/': '' });
  symlinkSync(outside, join(root, 'a/outside'));
  symlinkSync('..', join(root, 'a/loop'));
  symlinkSync('/', join(root, 'a/everything'));
  symlinkSync('nowhere', join(root, 'a/dangling'));
  const result = await walk(root);
  t.true(sameAsDu(result, root));
  t.is(result.total.inodes, 6);
  t.is(result.total.apparentBytes, outside.length + 2 + 1 + 7);
});

test('a FIFO and a socket are counted and never opened', async (t) => {
  const root = temporaryDirectory(t);
  execFileSync('mkfifo', [join(root, 'fifo')]);
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(join(root, 'socket'), resolve);
  });
  t.teardown(() => server.close());
  const result = await walk(root);
  t.true(sameAsDu(result, root));
  t.is(result.total.inodes, 3);
});

test('paths of any length are walked, in bytes and in characters', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'ascii/': '', 'wide/': '', 'unequal/': '' });
  writeDeepTree(join(root, 'ascii'), Array<string>(60).fill('n'.repeat(200)));
  // 80 characters each, of three bytes: far fewer characters than bytes.
  writeDeepTree(join(root, 'wide'), Array<string>(20).fill('\u754c'.repeat(80)));
  writeDeepTree(
    join(root, 'unequal'),
    Array.from({ length: 300 }, (_, i) => 'd'.repeat(1 + (i % 97))),
  );
  const result = await walk(root, ['*']);
  t.is(result.unreadableCount, 0);
  t.true(sameAsDu(result, root));
  for (const group of ['ascii', 'wide', 'unequal']) t.is(groupAt(result, group)?.apparentBytes, 5000);
});

test('an empty root, a root that is a file and a root that is not there are told apart', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'empty/': '', file: 'abc' });
  const empty = await walk(join(root, 'empty'));
  t.deepEqual([empty.state, empty.total.inodes, empty.unreadableCount], ['complete', 1, 0]);
  const file = await walk(join(root, 'file'));
  t.deepEqual([file.state, file.total.apparentBytes, file.total.inodes], ['complete', 3, 1]);
  const missing = await walk(join(root, 'missing'));
  t.deepEqual(missing.unreadable, [{ path: join(root, 'missing'), code: 'ENOENT' }]);
  t.is(groupAt(missing, '')?.unreadable, 1);
});

test('one, two and four threads find the same', async (t) => {
  const root = temporaryDirectory(t);
  for (let i = 0; i < 60; i++) writeTree(root, { [`d${i % 7}/e${i % 5}/f${i}/file`]: 'x'.repeat(i * 100) });
  for (let i = 0; i < 30; i++) linkSync(join(root, 'd0/e0/f0/file'), join(root, `d${i % 7}`, `link${i}`));
  const results = await Promise.all([1, 2, 4].map((threads) => walk(root, ['*', '*/*'], threads)));
  const [first, ...others] = results.map((result) => ({ ...result, elapsedMs: 0 }));
  t.is(first?.linked.length, 1);
  t.true(first !== undefined && sameAsDu(first, root));
  for (const other of others) t.deepEqual(other, first);
});

test('every inode is in the deepest group above it, and the groups add up to the total', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/l/x': '1', 'a/m/x': '22', 'a/m/n/y': '333', 'b/z': '4444', top: '55555' });
  const result = await walk(root, ['a', 'a/*', 'a/l/*']);
  t.deepEqual(
    result.groups.map(({ path, apparentBytes, inodes }) => [path, apparentBytes, inodes]),
    [
      ['', 9, 4],
      // A literal name hides the star: a/l belongs to a.
      ['a', 0, 2],
      ['a/l/x', 1, 1],
      ['a/m', 5, 4],
    ],
  );
  const sum = result.groups.reduce((total, group) => total + group.allocatedBytes, 0);
  t.is(sum, result.total.allocatedBytes);
});

test('the newest change of a group is that of its youngest entry, removals in it included', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/x': 'x', 'b/y': 'y' });
  execFileSync('touch', ['-d', '@1000', join(root, 'a/x')]);
  const result = await walk(root, ['*']);
  // The mtime was set back, which set the ctime.
  t.is(groupAt(result, 'a')?.newestMs, statSync(join(root, 'a/x')).ctimeMs);
});

test('nothing below the root is changed by a walk', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/b/c': 'x', 'a/d': 'y' });
  chmodSync(join(root, 'a/d'), 0o400);
  const times = (): unknown =>
    ['', 'a', 'a/b', 'a/b/c', 'a/d'].map((path) => {
      const { mtimeNs, ctimeNs, atimeNs, mode } = statSync(join(root, path), { bigint: true });
      // Reading a directory may touch its access time, as the mount's options say; a file's stays.
      return { path, mtimeNs, ctimeNs, mode, atimeNs: /[cd]$/.test(path) ? atimeNs : null };
    });
  const before = times();
  await walk(root);
  t.deepEqual(times(), before);
});

test('directories of other roots are left out of every figure, as du leaves them out', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, {
    'own/x': 'x',
    '1000.1000/big': 'x'.repeat(50_000),
    '2000.2000/deep/y': 'y',
    'b/gone': 'z',
  });
  const excluded = ['1000.1000', '2000.2000', 'nowhere', 'b/gone'].map((name) => join(root, name));
  const result = await new ThreadWalker().walk({ root, groups: ['*'], mountPoints: [], excluded });
  t.deepEqual(result.excluded, ['1000.1000', '2000.2000', 'b/gone']);
  t.deepEqual(
    result.groups.map(({ path }) => path),
    ['', 'b', 'own'],
  );
  const arguments_ = ['-s', '--block-size=1', ...excluded.map((path) => `--exclude=${path}`), root];
  t.is(
    result.total.allocatedBytes,
    Number.parseInt(execFileSync('du', arguments_, { encoding: 'utf8' }), 10),
  );
});
