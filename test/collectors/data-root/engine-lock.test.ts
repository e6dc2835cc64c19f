import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { isHeldByEngine } from '../../../src/collectors/data-root/engine-lock.js';
import { temporaryDirectory, writeTree } from '../disk/temporary-tree.js';

const DATABASES = { 'volumes/metadata.db': 'x', 'network/files/local-kv.db': 'x' };

test('a data root whose database another process keeps locked is held', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, DATABASES);
  const database = join(root, 'network/files/local-kv.db');
  const child = spawn('flock', ['--exclusive', database, 'sh', '-c', 'echo LOCKED; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  t.true(await isHeldByEngine(root));
  child.stdin.end();
  await once(child, 'exit');
  t.false(await isHeldByEngine(root));
});

test('only an exclusive flock on the same inode counts', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, DATABASES);
  const inode = statSync(join(root, 'volumes/metadata.db')).ino;
  const held = async (line: string): Promise<boolean | null> => {
    writeTree(root, { 'proc/locks': `1: ${line}\n` });
    return isHeldByEngine(root, join(root, 'proc'));
  };
  t.true(await held(`FLOCK  ADVISORY  WRITE 1 fe:00:${inode} 0 EOF`));
  t.false(await held(`FLOCK  ADVISORY  READ 1 fe:00:${inode} 0 EOF`));
  t.false(await held(`POSIX  ADVISORY  WRITE 1 fe:00:${inode} 0 EOF`));
  t.false(await held(`FLOCK  ADVISORY  WRITE 1 fe:00:${inode}1 0 EOF`));
});

test('without a database or a list of locks nothing is known', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'proc/locks': '' });
  t.is(await isHeldByEngine(root, join(root, 'proc')), null);
  writeTree(root, DATABASES);
  t.is(await isHeldByEngine(root, join(root, 'none')), null);
  t.is(await isHeldByEngine(root, join(root, 'proc')), false);
});
