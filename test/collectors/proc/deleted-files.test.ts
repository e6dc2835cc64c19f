import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, link, open, readlink, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { deviceOf } from '../../../src/collectors/proc/deleted-place.js';
import { collectHoldings } from '../../../src/collectors/proc/holdings.js';
import type { OpenDeletedFile } from '../../../src/model/holdings.js';
import { temporaryDirectory } from './fake-proc.js';

/** What this process or its children hold of a directory. */
async function deletedBelow(root: string): Promise<readonly OpenDeletedFile[]> {
  return (await collectHoldings({ roots: [root] })).deletedFiles;
}

async function openFile(t: ExecutionContext, path: string, content: string) {
  await writeFile(path, content);
  const file = await open(path, 'r+');
  t.teardown(() => file.close());
  return file;
}

test('a file that was deleted while open is found once, with its bytes and who holds it', async (t) => {
  const root = await temporaryDirectory(t);
  const path = join(root, 'a log (deleted)');
  const file = await openFile(t, path, 'x'.repeat(20_000));
  const again = await open(path, 'r');
  t.teardown(() => again.close());
  await truncate(path, 5_000_000);
  const stats = await stat(path, { bigint: true });
  await unlink(path);
  const found = await deletedBelow(root);
  t.is(found.length, 1);
  t.like(found[0], {
    path,
    seenPath: path,
    upperDirectory: null,
    device: deviceOf(stats.dev),
    inode: String(stats.ino),
    allocatedBytes: Number(stats.blocks) * 512,
    apparentBytes: 5_000_000,
  });
  const [holder] = found[0]?.processes ?? [];
  t.is(found[0]?.processes.length, 1);
  t.like(holder, { pid: process.pid, mapped: false });
  t.deepEqual(
    holder?.descriptors,
    [file.fd, again.fd].sort((a, b) => a - b),
  );
});

test('a file whose name only ends like a deleted one, and one with a second name, hold nothing', async (t) => {
  const root = await temporaryDirectory(t);
  await openFile(t, join(root, 'a (deleted)'), 'here');
  await openFile(t, join(root, 'b'), 'here as well');
  await link(join(root, 'b'), join(root, 'c'));
  await unlink(join(root, 'b'));
  t.deepEqual(await deletedBelow(root), []);
});

test('a deleted file outside the root is not the root’s', async (t) => {
  const root = await temporaryDirectory(t);
  const other = await temporaryDirectory(t);
  await openFile(t, join(other, 'a'), 'x');
  await unlink(join(other, 'a'));
  t.deepEqual(await deletedBelow(root), []);
  t.is((await deletedBelow(other)).length, 1);
});

const forRoot = process.geteuid?.() === 0 ? test : test.skip;

forRoot('a deleted program that still runs is held by its mappings alone', async (t) => {
  const root = await temporaryDirectory(t);
  const program = join(root, 'program');
  await copyFile('/bin/sleep', program);
  const child = spawn(program, ['600'], { stdio: 'ignore' });
  t.teardown(async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  await once(child, 'spawn');
  t.is(await readlink(`/proc/${child.pid}/exe`), program);
  const { blocks } = await stat(program);
  await unlink(program);
  const found = await deletedBelow(root);
  t.is(found.length, 1);
  t.like(found[0], { path: program, allocatedBytes: blocks * 512 });
  t.like(found[0]?.processes[0], { pid: child.pid, comm: 'program', mapped: true });
  t.deepEqual(found[0]?.processes[0]?.descriptors, []);
});

test('device numbers are taken apart as the C library does', (t) => {
  t.is(deviceOf(0xfe00n), '254:0');
  t.is(deviceOf(0x2dn), '0:45');
  // makedev(0x12345, 0x6789a)
  t.is(
    deviceOf((0x12000n << 32n) | (0x67800n << 12n) | (0x345n << 8n) | 0x9an),
    [0x12345, 0x6789a].join(':'),
  );
});
