import test, { type ExecutionContext } from 'ava';
import { join } from 'node:path';
import { planSchema } from '../../src/report/schema/plan.js';
import { reportSchema } from '../../src/report/schema/report.js';
import type { Report, RootReport } from '../../src/report/types.js';
import { bilge } from './harness/bilge.js';
import { duAllocated } from './harness/disk-usage.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { quiesce } from './harness/quiesce.js';
import { until } from './harness/until.js';
import { buildWorkload } from './harness/workload.js';
import type { Workload } from './harness/workload/types.js';
import { buildTar } from './harness/workload/tar.js';

/** One host, changed step by step: a switch of the store and back, remapped users, a second engine. */
let engine: PrivateEngine;
let workload: Workload;

test.before(async () => {
  engine = await startPrivateEngine({ release: '28' });
  workload = await buildWorkload(engine, { scale: 0.05, longLogLines: 50 });
});

test.after.always(async () => {
  await engine?.cleanup();
});

/** The machine may have engines of others, of which not every figure can be had: exit code 3 is all right. */
async function report(...source: readonly string[]): Promise<Report> {
  const { code, stdout, stderr } = await bilge(['report', '--format', 'json', '-H', engine.host, ...source]);
  if (code !== 0 && code !== 3) throw new Error(`bilge report ended with ${code}: ${stderr}`);
  return reportSchema.parse(JSON.parse(stdout));
}

/** A report while nothing was written: a started engine adds a block to a database now and then. */
async function steadyReport(): Promise<Report> {
  let told: Report | undefined;
  await until(
    'a report while nothing was written',
    async () => {
      const before = await duAllocated(engine.layout.dataRoot);
      told = await report();
      return before === (await duAllocated(engine.layout.dataRoot));
    },
    60_000,
  );
  if (told === undefined) throw new Error('no report');
  return told;
}

function rootOf({ roots }: Report, path: string): RootReport {
  const root = roots.find((candidate) => candidate.path === path);
  if (root === undefined) throw new Error(`${path} is not among ${roots.map((one) => one.path).join(', ')}`);
  return root;
}

/** Everything of a root is in a category, and nothing of it is called a leftover. */
function assertExplained(t: ExecutionContext, told: Report, root: RootReport): void {
  const accounted = root.categories.reduce((sum, category) => sum + (category.allocatedBytes ?? NaN), 0);
  t.is(accounted, root.allocatedBytes ?? -1, root.path);
  t.deepEqual(root.unaccounted, []);
  t.deepEqual(
    told.leftovers.filter((leftover) => leftover.root === root.path),
    [],
  );
}

async function restart(change: Parameters<PrivateEngine['start']>[0]): Promise<void> {
  await engine.stop();
  await engine.start(change);
  await quiesce(engine);
}

const lines = async (...args: readonly string[]): Promise<string[]> =>
  (await engine.docker(args)).split('\n').filter(Boolean).sort();

const usedVolumes = (): string[] =>
  workload.volumes
    .filter(({ usedBy }) => usedBy.length > 0)
    .map(({ name }) => name)
    .sort();

async function importImage(target: PrivateEngine, name: string): Promise<void> {
  const archive = await buildTar([{ path: 'file', content: Buffer.alloc(300_000, name) }]);
  await target.docker(['import', '-', name], { input: archive });
}

test.serial('after a switch of the store the old one is listed, as hidden, with the reason', async (t) => {
  await restart({ imageStore: 'containerd' });
  await importImage(engine, 'fresh:1');
  await quiesce(engine);
  t.deepEqual(await lines('ps', '--all', '--quiet'), []);
  const told = await report('--data-root', engine.layout.dataRoot);
  const old = told.images.filter((image) => image.imageStore === 'graphdriver');
  t.deepEqual(
    workload.images.map(({ id }) => id).filter((id) => !old.some((image) => image.id === id)),
    [],
  );
  for (const image of old) t.regex(image.hidden ?? '', /overlay2.*containerd’s image store/);
  t.deepEqual(
    told.images.filter(({ hidden }) => hidden === null).flatMap(({ references }) => references),
    ['fresh:1'],
  );
  t.deepEqual(told.containers.map(({ id }) => id).sort(), workload.containers.map(({ id }) => id).sort());
  t.true(told.containers.every(({ hidden }) => hidden !== null));
  const root = rootOf(told, engine.layout.dataRoot);
  t.is(root.allocatedBytes, await duAllocated(root.path));
  assertExplained(t, told, root);
});

test.serial(
  'no cleanup offers what the engine does not show, or a volume of a hidden container',
  async (t) => {
    const only = 'images,containers,volumes,named-volumes,cache,networks';
    const source = ['-H', engine.host, '--data-root', engine.layout.dataRoot];
    for (const asked of [
      ['--older-than', '0'],
      ['--free', '900GB'],
    ]) {
      const { stdout } = await bilge(['clean', '--json', '--only', only, ...asked, ...source]);
      const { objects } = planSchema.parse(JSON.parse(stdout));
      const used = usedVolumes();
      const hidden = new Set([
        ...workload.images.map(({ id }) => id),
        ...workload.containers.map(({ id }) => id),
      ]);
      t.true(used.length > 0 && hidden.size > 0);
      t.deepEqual(
        objects.filter(({ kind, id }) => hidden.has(id) || (kind === 'volume' && used.includes(id))),
        [],
      );
      t.true(objects.some(({ name }) => name === 'fresh:1'));
    }
  },
);

test.serial('the volumes of hidden containers are in use, and nothing hidden is reclaimable', async (t) => {
  // The engine itself takes all of them for unused.
  t.deepEqual(
    await lines('volume', 'ls', '--quiet', '--filter=dangling=true'),
    workload.volumes.map(({ name }) => name).sort(),
  );
  const told = await report('--data-root', engine.layout.dataRoot);
  const used = told.volumes.filter(({ containers }) => containers.length > 0);
  t.deepEqual(used.map(({ name }) => name).sort(), usedVolumes());
  t.true(used.every(({ containers }) => containers.every(({ hidden }) => hidden !== null)));
  t.true(used.every(({ reclaimableBytes }) => reclaimableBytes === 0));
  t.true(told.images.every(({ hidden, reclaimableBytes }) => hidden === null || reclaimableBytes === 0));
  const { categories } = rootOf(told, engine.layout.dataRoot);
  for (const { category, reclaimableBytes } of categories) {
    if (/^(writable|container)/.test(category)) t.is(reclaimableBytes, 0, category);
  }
  const notice = told.engine?.notices.find(({ code }) => code === 'hidden-volumes');
  t.is(notice?.severity, 'warning');
  t.true(notice?.message.startsWith(`${used.length} volumes look unused to the engine`), notice?.message);
  t.is(
    notice?.allocatedBytes,
    used.reduce((sum, { allocatedBytes }) => sum + (allocatedBytes ?? 0), 0),
  );
});

test.serial('the text views mark what is hidden and warn of the prune', async (t) => {
  const source = ['-H', engine.host, '--data-root', engine.layout.dataRoot];
  const volumes = await bilge(['volumes', ...source]);
  t.regex(volumes.stdout, /shop_pgdata .*shop-db-1 \(hidden\)/);
  t.regex(volumes.stdout, /^! \d+ volumes look unused to the engine .*`docker volume prune`/m);
  const images = await bilge(['images', ...source]);
  t.regex(images.stdout, /^shop\/api:2\.0 † /m);
  t.regex(images.stdout, /^† the engine does not show it: it belongs to the storage driver overlay2/m);
  const { stdout } = await bilge(['df', ...source]);
  t.regex(stdout, /^ {2}overlay2: \d+ images, .* † hidden: /m);
  t.regex(stdout, /^! \d+ images and \d+ containers of the storage driver overlay2 are hidden: /m);
});

test.serial('back on the old store nothing of it is hidden, and the other one is', async (t) => {
  await restart({ imageStore: 'graphdriver' });
  const told = await report('--data-root', engine.layout.dataRoot);
  t.true(told.containers.length > 0 && told.containers.every(({ hidden }) => hidden === null));
  for (const { imageStore, hidden } of told.images) t.is(hidden === null, imageStore === 'graphdriver');
  t.true(told.images.some(({ references }) => references.includes('fresh:1')));
  const root = rootOf(told, engine.layout.dataRoot);
  t.is(root.allocatedBytes, await duAllocated(root.path));
  assertExplained(t, told, root);
});

test.serial('after users are remapped both roots are reported, and the outer one is hidden', async (t) => {
  await restart({ daemonConfiguration: { 'userns-remap': 'default' } });
  await importImage(engine, 'remapped:1');
  await engine.docker(['volume', 'create', 'shop_pgdata']);
  await quiesce(engine);
  const told = await steadyReport();
  const outer = rootOf(told, engine.layout.dataRoot);
  const inner = rootOf(told, join(engine.layout.dataRoot, '100000.100000'));
  t.is(told.engine?.dataRoot, inner.path);
  const innerBytes = await duAllocated(inner.path);
  t.is(inner.allocatedBytes, innerBytes);
  t.is(outer.allocatedBytes, (await duAllocated(outer.path)) - innerBytes);
  for (const root of [outer, inner]) assertExplained(t, told, root);
  const ofOuter = told.containers.filter(({ root }) => root === outer.path);
  t.is(ofOuter.length, workload.containers.length);
  for (const { hidden } of ofOuter) t.true(hidden?.includes(inner.path));
  const volumes = told.volumes.filter(
    ({ name, root }) => name === 'shop_pgdata' && root?.startsWith(outer.path) === true,
  );
  t.deepEqual(
    volumes.map(({ root, hidden }) => [root, hidden === null]).sort(),
    [
      [outer.path, false],
      [inner.path, true],
    ].sort(),
  );
});

test.serial('two stores, remapped users and a second engine are reported whole in one run', async (t) => {
  const second = await startPrivateEngine();
  try {
    await importImage(second, 'second:1');
    await quiesce(second);
    const told = await report();
    const outer = rootOf(told, engine.layout.dataRoot);
    const inner = rootOf(told, join(engine.layout.dataRoot, '100000.100000'));
    const other = rootOf(told, second.layout.dataRoot);
    t.deepEqual(
      outer.stores.map(({ imageStore, images }) => [imageStore, images > 0]),
      [
        ['graphdriver', true],
        ['containerd', true],
      ],
    );
    t.is(other.origin, 'process');
    t.is(other.allocatedBytes, await duAllocated(other.path));
    t.is((outer.allocatedBytes ?? 0) + (inner.allocatedBytes ?? 0), await duAllocated(outer.path));
    for (const root of [outer, inner, other]) assertExplained(t, told, root);
    const image = told.images.find(({ references }) => references.includes('second:1'));
    t.regex(image?.hidden ?? '', /another engine on this host/);
    t.is(
      told.totals.allocatedBytes,
      told.roots.reduce((sum, { allocatedBytes }) => sum + (allocatedBytes ?? 0), 0),
    );
  } finally {
    await second.cleanup();
  }
});
