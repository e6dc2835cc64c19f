import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import test from 'ava';
import { readFilesystem } from '../../../src/collectors/disk/filesystem.js';

const MOUNT = {
  mountId: 1,
  parentId: 0,
  device: '8:1',
  root: '/',
  mountPoint: '/',
  filesystemType: 'ext4',
  source: '/dev/sda1',
  superOptions: 'rw',
};

/** One figure of `df`, the same unit everywhere: bytes, or inodes. */
function df(field: string): number {
  const output = execFileSync('df', ['--block-size=1', `--output=${field}`, tmpdir()], { encoding: 'utf8' });
  return Number(output.trim().split('\n').at(-1));
}

test('the filesystem is the one that df sees', async (t) => {
  const filesystem = await readFilesystem(tmpdir(), [MOUNT]);
  t.is(filesystem.totalBytes, df('size'));
  t.is(filesystem.inodesTotal ?? 0, df('itotal'));
  t.is(filesystem.usedBytes, filesystem.totalBytes - filesystem.freeBytes);
  t.true(filesystem.availableBytes <= filesystem.freeBytes);
  t.like(filesystem, { type: 'ext4', device: '/dev/sda1', mountPoint: '/' });
});

test('a filesystem without a table of inodes has no limit, not a limit of 0', async (t) => {
  const { inodesTotal, inodesFree } = await readFilesystem('/proc', []);
  t.deepEqual([inodesTotal, inodesFree], [null, null]);
});

test('without a mount table only the figures are known', async (t) => {
  t.like(await readFilesystem(tmpdir(), []), { type: null, device: null, mountPoint: null });
});

test('a path that is not there fails', async (t) => {
  await t.throwsAsync(readFilesystem('/nowhere/at/all', []), { code: 'ENOENT' });
});
