import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { HoldingsLooks } from '../../../src/collectors/proc/holdings-looks.js';
import { temporaryDirectory } from './fake-proc.js';

test('both looks see a deleted file that is held all the time, and the second who uses a candidate', async (t) => {
  const root = await temporaryDirectory(t);
  const path = join(root, 'gone');
  await using file = await open(path, 'w');
  await file.write('x'.repeat(100));
  await unlink(path);
  const looks = new HoldingsLooks([root], undefined);
  t.deepEqual(
    (await looks.first())?.deletedFiles.map((one) => one.path),
    [path],
  );
  const second = await looks.second([path]);
  t.deepEqual(
    second?.holdings.deletedFiles.map((one) => one.path),
    [path],
  );
  t.true(second?.users.directories[0]?.processes.some(({ pid }) => pid === process.pid));
});

test('without roots, without candidates and when cancelled there is nothing to tell, and nothing is thrown', async (t) => {
  const root = await temporaryDirectory(t);
  t.is(await new HoldingsLooks([], undefined).first(), null);
  t.is(await new HoldingsLooks([root], undefined).second([]), null);
  const cancelled = new HoldingsLooks([root], AbortSignal.abort());
  t.is(await cancelled.first(), null);
  t.is(await cancelled.second([root]), null);
});
