import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { driverSizesAt } from '../../../src/collectors/data-root/driver-sizes-at.js';
import { type RunTool, runTool, type ToolResult } from '../../../src/collectors/data-root/run-tool.js';
import { devicePrefix, ThinPoolSizes } from '../../../src/collectors/data-root/thin-pool-sizes.js';
import { ZfsSizes } from '../../../src/collectors/data-root/zfs-sizes.js';
import { readArchive } from '../../../src/collectors/disk/archive-file-source.js';
import type { Filesystem } from '../../../src/model/filesystem.js';
import { temporaryDirectory } from '../disk/temporary-tree.js';

/** What a tool printed when the data root of this driver was captured. */
async function captured(driver: string, file: string): Promise<string> {
  const name = `../../../../test/fixtures/data-roots/${driver}-20.10.24.tar.gz`;
  const archive = await readArchive(fileURLToPath(new URL(name, import.meta.url)));
  return archive.get(file)?.toString('utf8') ?? '';
}

/** A tool that gives one answer, and the calls it got. */
function toolThat(result: ToolResult): { run: RunTool; calls: string[][] } {
  const calls: string[][] = [];
  const run: RunTool = (program, args) => {
    calls.push([program, ...args]);
    return Promise.resolve(result);
  };
  return { run, calls };
}

const DATASET = 'labz/docker';

test('the layers of a captured zfs root add up to what their dataset uses', async (t) => {
  const { run, calls } = toolThat({ ok: true, output: await captured('zfs', 'zfs-list.txt') });
  const { layers, pool, failure } = await new ZfsSizes(DATASET, run).read();
  t.is(failure, null);
  t.is(layers.size, 7);
  t.is(pool?.usedBytes, 17_542_144 - 504_832);
  t.is(
    [...layers.values()].reduce((sum, { allocatedBytes }) => sum + (allocatedBytes ?? NaN), 0),
    pool?.usedBytes ?? -1,
  );
  const layer = layers.get('b1a4410165359c65b3c0971eed33ad6733231efd817de36c7166a101e8979ec7');
  t.deepEqual(layer, { allocatedBytes: 5_269_504, referencedBytes: 7_402_496 });
  t.deepEqual(calls, [
    [
      'zfs',
      'list',
      '-Hp',
      '-t',
      'filesystem',
      '-r',
      '-d',
      '1',
      '-o',
      'name,used,usedbydataset,referenced',
      '--',
      DATASET,
    ],
  ]);
});

test('datasets of others beside the layers are not the engine’s', async (t) => {
  const layer = 'a'.repeat(64);
  const names = [
    'tank',
    'tank/home',
    `tank/${layer}`,
    `tank/${layer}-init`,
    `tank/${layer}/x`,
    `other/${layer}`,
  ];
  const output = names.map((name) => `${name}\t8\t8\t8\n`).join('');
  const { layers, pool } = await new ZfsSizes('tank', toolThat({ ok: true, output }).run).read();
  t.deepEqual([...layers.keys()], [layer, `${layer}-init`]);
  t.is(pool?.usedBytes, 16);
});

test('a tool that is missing, fails or tells of something else leaves nothing measured, and says why', async (t) => {
  const cases: [ToolResult, RegExp][] = [
    [{ ok: false, code: 'ENOENT', detail: 'spawn zfs ENOENT' }, /not installed/],
    [{ ok: false, code: 'FAILED', detail: 'permission denied' }, /permission denied/],
    [{ ok: true, output: 'other\t1\t1\t1\n' }, /labz\/docker/],
  ];
  for (const [result, reason] of cases) {
    const told = await new ZfsSizes(DATASET, toolThat(result).run).read();
    t.regex(told.failure ?? '', reason);
    t.is(told.layers.size, 0);
    t.is(told.pool, null);
  }
});

test('the pool of a captured devicemapper root and its active device are found by the driver’s names', async (t) => {
  const directory = join(temporaryDirectory(t), 'devicemapper');
  mkdirSync(directory);
  const prefix = (await devicePrefix(directory)) ?? '';
  const status = await captured('devicemapper', 'dmsetup-status.txt');
  const output = status.replaceAll('docker-254:0-263089', prefix) + status;
  const { run, calls } = toolThat({ ok: true, output });
  const { layers, pool, failure } = await new ThinPoolSizes(directory, run).read();
  t.is(failure, null);
  t.like(pool, { name: `${prefix}-pool`, toldBy: 'dmsetup', usedBytes: 71_237_632, totalBytes: 2 ** 31 });
  t.deepEqual(
    [...layers],
    [
      [
        'd9292460fc261569b27d4568dd1d683040d908ea69f6fc759e098708a97268d1',
        { allocatedBytes: null, referencedBytes: 129_024 * 512 },
      ],
    ],
  );
  // Without --noflush the kernel would write.
  t.deepEqual(calls, [['dmsetup', 'status', '--noflush']]);
});

test('a machine without a pool misses nothing, one whose tool fails says so', async (t) => {
  const directory = temporaryDirectory(t);
  const none = await new ThinPoolSizes(
    directory,
    toolThat({ ok: true, output: 'No devices found' }).run,
  ).read();
  t.deepEqual([none.failure, none.pool, none.layers.size], [null, null, 0]);
  const absent = toolThat({ ok: false, code: 'ENOENT', detail: '' });
  t.is((await new ThinPoolSizes(directory, absent.run).read()).failure, null);
  const failing = toolThat({ ok: false, code: 'FAILED', detail: 'Permission denied' });
  t.regex((await new ThinPoolSizes(directory, failing.run).read()).failure ?? '', /Permission denied/);
  const gone = toolThat({ ok: true, output: '' });
  await new ThinPoolSizes(join(directory, 'gone'), gone.run).read();
  t.deepEqual(gone.calls, []);
});

test('a device’s name holds the number and the inode of the driver’s directory', async (t) => {
  const directory = temporaryDirectory(t);
  const { dev, ino } = lstatSync(directory);
  const prefix = await devicePrefix(directory);
  t.regex(prefix ?? '', new RegExp(`^docker-${Math.floor(dev / 256) % 4096}:\\d+-${ino}$`));
});

test('zfs is asked only where the root lies on zfs', (t) => {
  const filesystem: Filesystem = {
    type: 'zfs',
    device: DATASET,
    mountPoint: '/r',
    totalBytes: 1,
    usedBytes: 1,
    freeBytes: 0,
    availableBytes: 0,
    inodesTotal: null,
    inodesFree: null,
  };
  t.true(driverSizesAt('/r', filesystem)('zfs') instanceof ZfsSizes);
  t.true(driverSizesAt('/r', null)('devicemapper') instanceof ThinPoolSizes);
  for (const other of [null, { ...filesystem, type: 'ext4' }, { ...filesystem, device: null }]) {
    t.is(driverSizesAt('/r', other)('zfs'), null);
  }
  t.is(driverSizesAt('/r', filesystem)('overlay2'), null);
});

test('a tool’s output, its failure and its absence are told apart, and one that hangs is given up', async (t) => {
  t.deepEqual(await runTool('echo', ['$HOME', ';', 'x']), { ok: true, output: '$HOME ; x\n' });
  t.like(await runTool('ls', ['/nowhere/at/all']), { ok: false, code: 'FAILED' });
  t.like(await runTool('no-such-tool-anywhere', []), { ok: false, code: 'ENOENT' });
  t.like(await runTool('sleep', ['1000'], 50), { ok: false, code: 'TIMEOUT' });
});
