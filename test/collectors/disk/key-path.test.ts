import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { lookAtPath } from '../../../src/collectors/disk/key-path.js';
import { temporaryDirectory } from './temporary-tree.js';

/** `outside/` beside `root/`, which holds `layer/file` and a symlink of a container to the outside. */
function makeTree(top: string): string {
  const root = join(top, 'root');
  mkdirSync(join(root, 'layer'), { recursive: true });
  mkdirSync(join(top, 'outside'));
  writeFileSync(join(root, 'layer', 'file'), 'x'.repeat(5000));
  writeFileSync(join(top, 'outside', 'secret'), '');
  symlinkSync('../outside', join(root, 'escape'));
  symlinkSync('root', join(top, 'to-root'));
  symlinkSync('to-root/layer', join(top, 'to-layer'));
  symlinkSync('loop', join(top, 'loop'));
  return root;
}

test('a file, a directory and a symlink are looked at as they are', async (t) => {
  const top = temporaryDirectory(t);
  const root = makeTree(top);
  const file = await lookAtPath(join(root, 'layer', 'file'), '/', [root]);
  t.is(file.path, join(root, 'layer', 'file'));
  if (typeof file.entry === 'string') return t.fail(file.entry);
  t.like(file.entry, { type: 'file', apparentBytes: 5000 });
  t.true(file.entry.allocatedBytes >= 512);
  t.like((await lookAtPath(root, '/', [root])).entry, { type: 'directory' });
  t.like((await lookAtPath(join(root, 'escape'), '/', [root])).entry, { type: 'symlink' });
});

test('a path is taken relative to the working directory, without . and ..', async (t) => {
  const top = temporaryDirectory(t);
  const root = makeTree(top);
  const { path } = await lookAtPath('../layer/./file', join(root, 'other'), [root]);
  t.is(path, join(root, 'layer', 'file'));
});

test('symlinks that lead into a root are followed, one after another', async (t) => {
  const top = temporaryDirectory(t);
  const root = makeTree(top);
  for (const typed of ['to-root/layer/file', 'to-layer/file']) {
    const { path, entry } = await lookAtPath(join(top, typed), '/', [root]);
    t.is(path, join(root, 'layer', 'file'), typed);
    t.like(entry, { type: 'file' });
  }
});

test('a symlink inside a root is not followed: what is behind it is not looked at', async (t) => {
  const top = temporaryDirectory(t);
  const root = makeTree(top);
  const { path, entry } = await lookAtPath(join(root, 'escape', 'secret'), '/', [root]);
  t.is(path, join(root, 'escape', 'secret'));
  t.is(entry, 'unknown');
});

test('what is gone is absent, below a file as well, and a circle of symlinks ends', async (t) => {
  const top = temporaryDirectory(t);
  const root = makeTree(top);
  for (const gone of ['gone/x', 'layer/file/x']) {
    t.deepEqual(await lookAtPath(join(root, gone), '/', [root]), { path: join(root, gone), entry: 'absent' });
  }
  t.is((await lookAtPath(join(top, 'loop', 'x'), '/', [root])).entry, 'unknown');
  t.deepEqual(await lookAtPath('/', '/', [root]), { path: '/', entry: 'unknown' });
});
