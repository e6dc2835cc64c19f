import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ThreadWalker } from '../../../src/collectors/disk/thread-walker.js';
import { mountPointsBelow, parseMountInfo } from '../../../src/formats/mountinfo.js';
import type { WalkResult } from '../../../src/model/walk.js';
import { IS_ROOT, runUnprivileged } from './other-user.js';
import { temporaryDirectory, writeTree } from './temporary-tree.js';

const WALKER = new URL('../../../src/collectors/disk/thread-walker.js', import.meta.url);

/** Walks in a process of its own and prints the result. */
const SCRIPT = `
const { ThreadWalker } = await import(${JSON.stringify(WALKER.href)});
const result = await new ThreadWalker({ threads: 2 }).walk({ root: process.argv[1], groups: ['*'], mountPoints: [], excluded: [] });
console.log(JSON.stringify(result));
`;

/** Runs a command that sees an empty directory in the place of /proc. */
function withoutProc(...command: readonly string[]): SpawnSyncReturns<string> {
  const options = ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /proc && exec "$@"', 'sh', ...command];
  return spawnSync('unshare', options, { encoding: 'utf8' });
}

/** Mounts for the time of one test; false, with a note, where that is not permitted. */
function mounted(t: ExecutionContext, options: readonly string[], at: string): boolean {
  const { status, stderr } = spawnSync('mount', [...options, at], { encoding: 'utf8' });
  if (status !== 0) {
    t.log(`not tested, mounting is not permitted here: ${stderr.trim()}`);
    t.pass();
    return false;
  }
  t.teardown(() => {
    execFileSync('umount', [at]);
  });
  return true;
}

test('what is mounted inside is left out and listed, another filesystem and a bind mount alike', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/big': 'x'.repeat(50_000), 'tmpfs/': '', 'deep/bound/': '', file: 'x', 'b/x': 'y' });
  const groups = ['*'];
  const before = await new ThreadWalker().walk({ root, groups, mountPoints: [], excluded: [] });
  if (!mounted(t, ['-t', 'tmpfs', 'tmpfs'], join(root, 'tmpfs'))) return;
  if (!mounted(t, ['--bind', join(root, 'a')], join(root, 'deep/bound'))) return;
  if (!mounted(t, ['--bind', join(root, 'a/big')], join(root, 'file'))) return;
  writeTree(root, { 'tmpfs/inside': 'x'.repeat(20_000) });
  const mountPoints = mountPointsBelow(parseMountInfo(readFileSync('/proc/self/mountinfo', 'utf8')), root);
  const result = await new ThreadWalker({ threads: 2 }).walk({ root, groups, mountPoints, excluded: [] });
  t.deepEqual(result.mountsSkipped, ['deep/bound', 'file', 'tmpfs']);
  t.is(result.total.inodes, before.total.inodes - 3);
  t.is(result.total.apparentBytes, before.total.apparentBytes - 1);
  // Another device is seen even where the mount table told nothing.
  const blind = await new ThreadWalker({ threads: 2 }).walk({ root, groups, mountPoints: [], excluded: [] });
  t.deepEqual(blind.mountsSkipped, ['tmpfs']);
});

test('what a user may not read is named, and its group is a lower bound', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'open/x': 'xyz', 'closed/y': 'y', 'listed/z': 'z' });
  chmodSync(root, 0o755);
  chmodSync(join(root, 'closed'), 0o000);
  chmodSync(join(root, 'listed'), 0o744);
  const body = `return new api.ThreadWalker({ threads: 2 }).walk({ root: options[0], groups: ['*'], mountPoints: [], excluded: [] });`;
  const answer = runUnprivileged(t, WALKER, body, root);
  chmodSync(join(root, 'closed'), 0o755);
  if (answer === undefined) return;
  const result = answer as WalkResult;
  t.is(result.state, 'complete');
  t.like(result.unreadable[0], { path: join(root, 'closed'), code: 'EACCES' });
  const groups = new Map(result.groups.map((group) => [group.path, group]));
  t.like(groups.get('closed'), { inodes: 1, unreadable: 1 });
  t.like(groups.get('open'), { apparentBytes: 3, unreadable: 0 });
  // A directory that may be listed and not entered hides what its entries are.
  if (IS_ROOT) {
    t.deepEqual(result.unreadable[1], { path: join(root, 'listed/z'), code: 'EACCES' });
    t.is(result.unreadableCount, 2);
  }
});

test('without /proc nothing can be measured, and that is said', (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/x': 'x' });
  const probe = withoutProc('true');
  if (probe.status !== 0) {
    t.log(`not tested, /proc cannot be hidden here: ${probe.stderr.trim()}`);
    t.pass();
    return;
  }
  const child = withoutProc(process.execPath, '-e', SCRIPT, root);
  t.is(child.status, 0, child.stderr);
  const result = JSON.parse(child.stdout);
  t.deepEqual(result.unreadable, [{ path: root, code: 'ENOENT' }]);
});

test('a walk that is cancelled before it begins resolves as cancelled', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { 'a/x': 'x' });
  const walker = new ThreadWalker({ threads: 2 });
  const early = await walker.walk({
    root,
    groups: [],
    mountPoints: [],
    excluded: [],
    signal: AbortSignal.abort(),
  });
  t.is(early.state, 'cancelled');
  t.is(early.total.inodes, 1);
  const controller = new AbortController();
  const running = walker.walk({ root, groups: [], mountPoints: [], excluded: [], signal: controller.signal });
  controller.abort();
  t.is((await running).state, 'cancelled');
});

test('a signal that is given after the end changes nothing', async (t) => {
  const root = temporaryDirectory(t);
  const controller = new AbortController();
  const result = await new ThreadWalker().walk({
    root,
    groups: [],
    mountPoints: [],
    excluded: [],
    signal: controller.signal,
  });
  controller.abort();
  t.is(result.state, 'complete');
});
