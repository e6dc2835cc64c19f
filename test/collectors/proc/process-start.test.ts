import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { processStart } from '../../../src/collectors/proc/process-start.js';
import { temporaryDirectory } from './fake-proc.js';

const FIELDS = `7 (docker d) S 1 ${'0 '.repeat(17)}12345 0 0`;

async function proc(root: string, stat: string): Promise<string> {
  await mkdir(join(root, '7'), { recursive: true });
  await writeFile(join(root, '7/stat'), FIELDS);
  await writeFile(join(root, 'stat'), stat);
  return root;
}

test('a process was started so many ticks after the machine', async (t) => {
  const root = await proc(await temporaryDirectory(t), 'cpu 1 2\nbtime 1700000000\nprocesses 5\n');
  t.is(await processStart(root, 7), new Date(1_700_000_000_000 + 123_450).toISOString());
});

test('a process that is gone, and a machine that does not say when it was started, have no time', async (t) => {
  const root = await proc(await temporaryDirectory(t), 'cpu 1 2\nbtime 99999999999999\n');
  t.is(await processStart(root, 8), null);
  t.is(await processStart(root, 7), null);
});
