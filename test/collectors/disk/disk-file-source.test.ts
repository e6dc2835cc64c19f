import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import * as fc from 'fast-check';
import { DiskFileSource } from '../../../src/collectors/disk/disk-file-source.js';
import { FileSourceError } from '../../../src/collectors/disk/file-source.js';
import { IS_ROOT, runUnprivileged } from './other-user.js';
import { temporaryDirectory, writeTree } from './temporary-tree.js';

async function failure(reading: Promise<unknown>): Promise<FileSourceError | null> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof FileSourceError) return error;
    throw error;
  }
  return null;
}

async function codeOf(reading: Promise<unknown>): Promise<string> {
  return (await failure(reading))?.code ?? 'read';
}

test('files are read whole and directories listed in order', async (t) => {
  const root = temporaryDirectory(t);
  const bytes = Buffer.from([0, 255, 10]);
  writeTree(root, { 'a/b/file': bytes, 'a/b/Z': '', 'a/b/y/': '', top: 'x'.repeat(100_000), empty: '' });
  const files = new DiskFileSource(root);
  t.deepEqual(await files.read('a/b/file'), bytes);
  t.is((await files.read('top')).length, 100_000);
  t.is((await files.read('empty')).length, 0);
  t.deepEqual(await files.list('a/b'), ['Z', 'file', 'y']);
  t.deepEqual(await files.list(''), ['a', 'empty', 'top']);
  t.deepEqual(await files.read('./a//b/file'), bytes);
});

test('what is not there is missing, at the end of a path and on the way', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { file: 'x' });
  const files = new DiskFileSource(root);
  for (const path of ['none', 'none/at/all', 'file/below']) {
    t.true((await failure(files.read(path)))?.missing, path);
    t.true((await failure(files.list(path)))?.missing, path);
  }
  t.is(await codeOf(files.list('file')), 'ENOTDIR');
});

test('no symlink is followed, wherever it stands in the path', async (t) => {
  const root = temporaryDirectory(t);
  const outside = temporaryDirectory(t);
  writeTree(outside, { 'dir/secret': 'secret' });
  writeTree(root, { 'a/own': 'x' });
  symlinkSync(join(outside, 'dir/secret'), join(root, 'a/file'));
  symlinkSync(join(outside, 'dir'), join(root, 'a/dir'));
  symlinkSync(outside, join(root, 'top'));
  symlinkSync('own', join(root, 'a/inside'));
  const files = new DiskFileSource(root);
  for (const path of ['a/file', 'a/dir/secret', 'top/dir/secret', 'a/inside']) {
    t.is(await codeOf(files.read(path)), 'ELOOP', path);
  }
  for (const path of ['a/dir', 'top', 'top/dir']) t.is(await codeOf(files.list(path)), 'ELOOP', path);
  t.regex((await failure(files.list('a/dir')))?.message ?? '', /is a symlink and is not followed$/);
});

test('a file swapped for a symlink after its directory was entered is not followed either', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/file': 'x', secret: 'secret' });
  const files = new DiskFileSource(root);
  t.is(await codeOf(files.read('a/file')), 'read');
  renameSync(join(root, 'a/file'), join(root, 'a/old'));
  symlinkSync('../secret', join(root, 'a/file'));
  t.is(await codeOf(files.read('a/file')), 'ELOOP');
});

test('no path leaves the root', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'in/file': 'x', secret: 'secret' });
  const files = new DiskFileSource(join(root, 'in'));
  for (const path of ['..', '../secret', 'a/../../secret', 'file/..', 'a\0b', '..//secret']) {
    t.is(await codeOf(files.read(path)), 'EINVAL', path);
    t.is(await codeOf(files.list(path)), 'EINVAL', path);
  }
  t.true((await failure(files.read(join(root, 'secret'))))?.missing);
  const name = fc.constantFrom('..', '.', '', 'file', 'secret', '/', '\0', '...');
  const property = fc.asyncProperty(fc.array(name), async (names) => {
    const data = await files.read(names.join('/')).catch(() => Buffer.from('x'));
    t.is(data.toString(), 'x');
  });
  await t.notThrowsAsync(async () => fc.assert(property));
});

test('a FIFO, a device and a directory are no files, and reading them ends', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'dir/': '' });
  execFileSync('mkfifo', [join(root, 'fifo')]);
  const files = new DiskFileSource(root);
  t.is(await codeOf(files.read('fifo')), 'EINVAL');
  t.is(await codeOf(files.read('dir')), 'EINVAL');
  t.is(await codeOf(new DiskFileSource('/').read('dev/null')), 'EINVAL');
});

test('a file larger than metadata can be is refused before it is read', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { huge: '', large: '' });
  truncateSync(join(root, 'huge'), 2 ** 43);
  truncateSync(join(root, 'large'), 256 * 1024 * 1024 + 1);
  const files = new DiskFileSource(root);
  t.is(await codeOf(files.read('huge')), 'TOO_LARGE');
  t.is(await codeOf(files.read('large')), 'TOO_LARGE');
});

test('a user without rights is told so, which is not the same as missing', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'closed/file': 'x', secret: 'x' });
  chmodSync(root, 0o755);
  chmodSync(join(root, 'closed'), 0o700);
  if (!IS_ROOT) chmodSync(join(root, 'closed'), 0o000);
  chmodSync(join(root, 'secret'), IS_ROOT ? 0o600 : 0o000);
  const module = new URL('../../../src/collectors/disk/disk-file-source.js', import.meta.url);
  const body = `
    const files = new api.DiskFileSource(options[0]);
    const code = (reading) => reading.then(() => 'read', (error) => error.code + ' ' + error.missing);
    return [await code(files.read('secret')), await code(files.read('closed/file')), await code(files.list('closed'))];
  `;
  const answer = runUnprivileged(t, module, body, root);
  chmodSync(join(root, 'closed'), 0o700);
  if (answer !== undefined) t.deepEqual(answer, Array(3).fill('EACCES false'));
});

test('timers get their turn while many files are read', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { file: 'x' });
  const files = new DiskFileSource(root);
  const turns: number[] = [];
  const timer = setInterval(() => {
    turns.push(1);
  }, 1);
  t.teardown(() => {
    clearInterval(timer);
  });
  for (let i = 0; i < 200_000 && turns.length === 0; i++) await files.read('file');
  t.true(turns.length > 0);
});
