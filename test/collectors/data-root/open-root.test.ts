import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { openRoot, type OpenedRoot } from '../../../src/collectors/data-root/open-root.js';
import { isDataRoot } from '../../../src/collectors/data-root/root-layouts.js';
import { IS_ROOT, runUnprivileged } from '../disk/other-user.js';
import { temporaryDirectory, writeTree } from '../disk/temporary-tree.js';

function openDataRoot(path: string): Promise<OpenedRoot> {
  return openRoot({ path, kind: 'data-root', origin: 'named', user: null });
}

const LAYOUT = { 'containers/': '', 'volumes/': '', 'image/overlay2/': '' };

test('a data root is ready, by its real path', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(join(root, 'real'), LAYOUT);
  symlinkSync('real', join(root, 'link'));
  for (const name of ['real', 'link']) {
    const opened = await openDataRoot(join(root, name));
    if (opened.state !== 'ready') return t.fail(opened.state);
    t.is(opened.place.path, join(root, 'real'));
    t.deepEqual(await opened.place.files.list(''), ['containers', 'image', 'volumes']);
    t.true((opened.place.filesystem?.totalBytes ?? 0) > 0);
    t.deepEqual(opened.place.mountPoints, []);
    t.is(opened.place.heldByEngine, null);
  }
});

test('nothing, a file and another directory are told apart', async (t) => {
  const root = temporaryDirectory(t);
  writeTree(root, { file: 'x', 'other/': '' });
  symlinkSync('loop', join(root, 'loop'));
  const codes = [];
  for (const name of ['none', 'file', 'other', 'file/below', 'loop']) {
    const opened = await openDataRoot(join(root, name));
    if (!('problem' in opened)) return t.fail(name);
    t.is(opened.problem.path, join(root, name));
    codes.push(opened.problem.code);
  }
  t.deepEqual(codes, [
    'data-root-absent',
    'data-root-foreign',
    'data-root-foreign',
    'data-root-absent',
    'data-root-absent',
  ]);
});

test('what makes a data root are containers, volumes and a store', (t) => {
  t.true(isDataRoot(['containers', 'volumes', 'image']));
  t.true(isDataRoot(['containers', 'volumes', 'buildkit']));
  t.true(isDataRoot(['containers', 'volumes', 'containerd']));
  t.false(isDataRoot(['containers', 'volumes']));
  t.false(isDataRoot(['containers', 'image']));
  t.false(isDataRoot(['volumes', 'image']));
});

test('a root that this user may not list, or not reach, is denied; its filesystem is known where it can be', (t) => {
  const parent = temporaryDirectory(t);
  writeTree(join(parent, 'root'), LAYOUT);
  writeTree(join(parent, 'closed/root'), LAYOUT);
  chmodSync(parent, 0o755);
  chmodSync(join(parent, 'root'), IS_ROOT ? 0o711 : 0o311);
  chmodSync(join(parent, 'closed'), IS_ROOT ? 0o700 : 0o000);
  const module = new URL('../../../src/collectors/data-root/open-root.js', import.meta.url);
  const body = `
    const opened = [];
    for (const path of options) opened.push(await api.openRoot({ path, kind: 'data-root', origin: 'named', user: null }));
    return opened.map(({ state, place }) => [state, place?.path, place?.filesystem !== null]);
  `;
  const answer = runUnprivileged(t, module, body, join(parent, 'root'), join(parent, 'closed/root'));
  chmodSync(join(parent, 'root'), 0o755);
  chmodSync(join(parent, 'closed'), 0o755);
  if (answer === undefined) return;
  t.deepEqual(answer, [
    ['denied', join(parent, 'root'), true],
    ['denied', join(parent, 'closed/root'), false],
  ]);
});
