import { execFile } from 'node:child_process';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { ThreadWalker } from '../../../src/collectors/disk/thread-walker.js';
import type { WalkResult } from '../../../src/model/walk.js';
import { du } from './temporary-tree.js';

const ENTRIES = 101_000;

const run = promisify(execFile);

/** A loaded machine may take long: milliseconds. */
const PATIENCE = 300_000;

/** Above it a directory is read in pieces. */
const STREAMED_BYTES = 8 * 1024 * 1024;

const root = mkdtempSync(join(tmpdir(), 'bilge-large-'));

test.before(async (t) => {
  t.timeout(PATIENCE);
  await run('sh', ['-c', `seq -f 'n%0100.0f' ${ENTRIES} | xargs touch`], { cwd: root });
});

test.after.always(async (t) => {
  t.timeout(PATIENCE);
  await run('rm', ['-rf', root]);
});

test.serial('a directory of more than 100,000 entries is walked in pieces', async (t) => {
  t.timeout(PATIENCE);
  if (statSync(root).size <= STREAMED_BYTES) t.log('this filesystem keeps the directory small: read at once');
  const result = await new ThreadWalker({ threads: 1 }).walk({
    root,
    groups: [],
    mountPoints: [],
    excluded: [],
  });
  t.is(result.total.inodes, ENTRIES + 1);
  t.is(result.total.allocatedBytes, du(root).allocatedBytes);
});

test.serial('progress arrives from within a large directory and adds up to the end', async (t) => {
  t.timeout(PATIENCE);
  const seen: WalkResult[] = [];
  const walker = new ThreadWalker({ threads: 1, progressMs: 1 });
  const onProgress = (soFar: WalkResult): void => {
    seen.push(soFar);
  };
  const result = await walker.walk({ root, groups: [], mountPoints: [], excluded: [], onProgress });
  t.true(seen.length > 0);
  t.true(seen.every(({ state }) => state === 'running'));
  const counts = seen.map(({ total }) => total.inodes);
  t.deepEqual(
    counts,
    [...counts].sort((left, right) => left - right),
  );
  t.true((counts.at(-1) ?? 0) <= result.total.inodes);
  t.is(result.total.inodes, ENTRIES + 1);
});

test.serial('a walk cancelled within a large directory ends there', async (t) => {
  t.timeout(PATIENCE);
  const controller = new AbortController();
  const walker = new ThreadWalker({ threads: 1, progressMs: 1 });
  const result = await walker.walk({
    root,
    groups: [],
    mountPoints: [],
    excluded: [],
    signal: controller.signal,
    onProgress: ({ total }) => {
      if (total.inodes > 1) controller.abort();
    },
  });
  t.is(result.state, 'cancelled');
  t.true(result.total.inodes < ENTRIES);
});
