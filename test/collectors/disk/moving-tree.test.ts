import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ThreadWalker } from '../../../src/collectors/disk/thread-walker.js';
import { temporaryDirectory, writeTree } from './temporary-tree.js';

/** Creates and deletes, moves and links files until the test, or whoever runs it, is gone. */
const CHURN = `
import { mkdirSync, rmSync, writeFileSync, renameSync, symlinkSync } from 'node:fs';
const root = process.argv[1];
const parent = process.ppid;
for (let i = 0; process.ppid === parent; i++) {
  const at = root + '/' + (i % 20);
  rmSync(at, { recursive: true, force: true });
  if (i % 3 === 0) symlinkSync('/', at);
  else if (i % 7 === 0) writeFileSync(at, 'x');
  else mkdirSync(at + '/a/b/c', { recursive: true });
  if (i % 3 !== 0 && i % 7 !== 0) {
    for (let k = 0; k < 20; k++) writeFileSync(at + '/a/b/c/' + k, 'x');
    renameSync(at + '/a', at + '/z');
  }
  if (i === 40) process.stdout.write('READY');
}
`;

async function churn(t: ExecutionContext, root: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHURN, root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(async () => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  });
  await once(child.stdout, 'data');
  return child;
}

test('a tree that changes under the walk costs no figure of what stands still', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'still/a/b': 'x'.repeat(9000), 'still/c': 'y', 'churn/': '' });
  const quiet = await new ThreadWalker().walk({ root, groups: ['*'], mountPoints: [], excluded: [] });
  const child = await churn(t, join(root, 'churn'));
  const still = quiet.groups.find((group) => group.path === 'still');
  let vanished = 0;
  for (let i = 0; i < 20 || (vanished === 0 && i < 1000); i++) {
    const result = await new ThreadWalker({ threads: 2 }).walk({
      root,
      groups: ['*'],
      mountPoints: [],
      excluded: [],
    });
    vanished += result.vanished;
    t.is(result.state, 'complete');
    t.deepEqual(result.unreadable, []);
    t.deepEqual(result.mountsSkipped, []);
    t.deepEqual(
      result.groups.find((group) => group.path === 'still'),
      still,
    );
    // 20 places with at most 4 directories and 20 files each.
    t.true(result.total.inodes <= quiet.total.inodes + 20 * 24 * 2);
  }
  t.true(vanished > 0);
  t.is(child.exitCode, null);
});
