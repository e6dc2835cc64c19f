import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { pack } from 'tar-stream';
import { collectSample } from '../../src/collectors/collect-sample.js';
import { CAPTURE } from './data-root/captured-root.js';
import { temporaryDirectory } from './disk/temporary-tree.js';

const LISTING =
  'd 711 0 0 4096 8 4 2 1795453277.5 65024 root\nf 600 0 0 5 8 1 3 1795453277.5 65024 root/tmp\n';

const FILESYSTEM = { type: 'xfs', totalBytes: 10, usedBytes: 4, freeBytes: 6, availableBytes: 5 };

/** Writes a capture and returns its path. */
async function captureOf(t: ExecutionContext, files: Readonly<Record<string, string>>): Promise<string> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  const path = join(temporaryDirectory(t), 'capture.tar.gz');
  writeFileSync(path, gzipSync(await buffer(tar)));
  return path;
}

test('a capture is an inventory that is marked as a sample', async (t) => {
  const inventory = await collectSample(CAPTURE);
  const [root] = inventory.roots;
  t.true(inventory.sample);
  t.is(inventory.engine, null);
  t.is(inventory.takenAt, '2026-11-23T17:03:30Z');
  t.is(inventory.host.hostname, 'sample');
  t.deepEqual(inventory.problems, []);
  t.is(root?.path, '/srv/sample/data/root');
  t.is(root?.filesystem?.type, 'ext4');
  t.is(root?.walk?.state, 'complete');
  t.is(root?.walk?.total.allocatedBytes, 82_132_992);
  t.is(root?.walk?.total.inodes, 1457);
  t.is(root?.records.containers.length, 20);
  t.false(root?.heldByEngine);
});

test('directories that the listing alone knows are there', async (t) => {
  const listing = `${LISTING}d 711 0 0 4096 8 4 9 1 65024 root/volumes/kept/_data\n`;
  const path = await captureOf(t, { 'capture.json': '{}', 'listing.txt': listing });
  const [root] = (await collectSample(path)).roots;
  t.deepEqual(
    root?.records.volumes.map(({ name, onDisk }) => [name, onDisk]),
    [['kept', true]],
  );
});

test('what a capture does not say is unknown, and a filesystem without its figures is none', async (t) => {
  const bare = await collectSample(await captureOf(t, { 'capture.json': '{}', 'listing.txt': LISTING }));
  t.is(bare.roots[0]?.path, '/var/lib/docker');
  t.is(bare.roots[0]?.filesystem, null);
  t.is(bare.host.hostname, null);
  const told = { 'capture.json': JSON.stringify({ filesystem: FILESYSTEM }), 'listing.txt': LISTING };
  const full = await collectSample(await captureOf(t, told));
  t.deepEqual(full.roots[0]?.filesystem, {
    ...FILESYSTEM,
    device: null,
    mountPoint: null,
    inodesTotal: null,
    inodesFree: null,
  });
  const { freeBytes: _, ...partial } = FILESYSTEM;
  const cut = { 'capture.json': JSON.stringify({ filesystem: partial }), 'listing.txt': LISTING };
  t.is((await collectSample(await captureOf(t, cut))).roots[0]?.filesystem, null);
});

test('a capture that is damaged or lacks its walk fails instead of looking empty', async (t) => {
  const cases: readonly [Readonly<Record<string, string>>, RegExp][] = [
    [{ 'listing.txt': LISTING }, /capture\.json/],
    [{ 'capture.json': '{', 'listing.txt': LISTING }, /capture\.json/],
    [{ 'capture.json': '{}' }, /does not hold the data root/],
    [
      { 'capture.json': '{}', 'listing.txt': 'd 711 0 0 4096 8 4 2 1 1 other\n' },
      /does not hold the data root/,
    ],
    [{ 'capture.json': '{}', 'listing.txt': `${LISTING}cut off` }, /1 lines of listing\.txt are damaged/],
  ];
  for (const [files, message] of cases) {
    await t.throwsAsync(collectSample(await captureOf(t, files)), { message });
  }
  await t.throwsAsync(collectSample('/nowhere/capture.tar.gz'), { code: 'ENOENT' });
});
