import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { engineHold } from '../../../src/collectors/data-root/engine-lock.js';
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
  const hold = await engineHold(root);
  t.true(hold.held);
  const age = Date.now() - Date.parse(hold.since ?? '');
  t.true(age >= 0 && age < 60_000, `${age} ms ago`);
  child.stdin.end();
  await once(child, 'exit');
  t.deepEqual(await engineHold(root), { held: false, since: null });
});

test('only an exclusive flock on the same inode counts', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, DATABASES);
  const inode = statSync(join(root, 'volumes/metadata.db')).ino;
  const held = async (line: string): Promise<boolean | null> => {
    writeTree(root, { 'proc/locks': `1: ${line}\n` });
    return (await engineHold(root, join(root, 'proc'))).held;
  };
  t.true(await held(`FLOCK  ADVISORY  WRITE 1 fe:00:${inode} 0 EOF`));
  t.false(await held(`FLOCK  ADVISORY  READ 1 fe:00:${inode} 0 EOF`));
  t.false(await held(`POSIX  ADVISORY  WRITE 1 fe:00:${inode} 0 EOF`));
  t.false(await held(`FLOCK  ADVISORY  WRITE 1 fe:00:${inode}1 0 EOF`));
});

test('without a database or a list of locks nothing is known', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'proc/locks': '' });
  t.is((await engineHold(root, join(root, 'proc'))).held, null);
  writeTree(root, DATABASES);
  t.is((await engineHold(root, join(root, 'none'))).held, null);
  t.is((await engineHold(root, join(root, 'proc'))).held, false);
});
