import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { untilGone } from '../../../src/collectors/disk/until-gone.js';
import { temporaryDirectory } from '../engine/fake-engine.js';

/** Longer than any wait that a test expects to end. */
const PATIENCE_MS = 60_000;

test('what is gone already is not waited for', async (t) => {
  const directory = await temporaryDirectory(t);
  await writeFile(join(directory, 'file'), '');
  t.true(await untilGone([], 0));
  t.true(await untilGone([join(directory, 'none'), join(directory, 'file', 'below')], 0));
});

test('what goes meanwhile is waited for, each path for itself', async (t) => {
  const directory = await temporaryDirectory(t);
  const paths = ['a', 'b', 'c'].map((name) => join(directory, name));
  for (const path of paths) await mkdir(path);
  let isOver = false;
  const waiting = untilGone(paths, PATIENCE_MS).then((gone) => {
    isOver = true;
    return gone;
  });
  for (const path of paths) {
    t.false(isOver);
    await rm(path, { recursive: true });
  }
  t.true(await waiting);
});

test('the time limit ends the wait for what stays', async (t) => {
  const directory = await temporaryDirectory(t);
  t.false(await untilGone([directory], 0));
  t.false(await untilGone([join(directory, 'none'), directory], 150));
});

test('a link to nothing is something', async (t) => {
  const directory = await temporaryDirectory(t);
  await symlink('nowhere', join(directory, 'link'));
  t.false(await untilGone([join(directory, 'link')], 0));
});
