import test, { type ExecutionContext } from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import type { ListingEntry } from '../../src/formats/walk-listing.js';
import type { Report } from '../../src/report/types.js';
import { type CapturedHost, capturedHost } from '../collectors/captured-host.js';
import { findIn } from './find.js';

const KINDS = ['private', 'separate'] as const;

interface Captured {
  readonly host: CapturedHost;
  readonly report: Report;
}

const hosts = new Map<string, Captured>();

test.before(async () => {
  for (const kind of KINDS) {
    const host = await capturedHost(`docker-28-containerd-${kind}`);
    hosts.set(kind, { host, report: analyze(host.inventory, '0.0.0') });
  }
});

function captured(kind: (typeof KINDS)[number]): Captured {
  const found = hosts.get(kind);
  if (found === undefined) throw new Error(`${kind} was not read`);
  return found;
}

/** Bytes and inodes of a listing, each inode once. */
function listed(entries: readonly ListingEntry[]): { allocatedBytes: number; inodes: number } {
  const blocks = new Map(entries.map((entry) => [entry.inode, entry.blocks]));
  const allocatedBytes = [...blocks.values()].reduce((sum, count) => sum + count * 512, 0);
  return { allocatedBytes, inodes: blocks.size };
}

/** A category over all roots. */
function bytesOf(report: Report, name: string): number {
  return report.roots
    .flatMap(({ categories }) => categories)
    .filter(({ category }) => category === name)
    .reduce((sum, { allocatedBytes }) => sum + (allocatedBytes ?? Number.NaN), 0);
}

function assertAddsUp(t: ExecutionContext, { host, report }: Captured): void {
  t.deepEqual(report.problems, []);
  t.true(report.complete);
  for (const [name, entries] of host.entries) {
    const root = findIn(report.roots, ({ path }) => path === host.paths.get(name));
    const { allocatedBytes, inodes } = root;
    t.deepEqual({ allocatedBytes, inodes }, listed(entries));
    t.is(root.unaccountedBytes, 0);
    t.deepEqual(root.unaccounted, []);
    const sum = root.categories.reduce(
      (total, category) => total + (category.allocatedBytes ?? Number.NaN),
      0,
    );
    t.is(sum, allocatedBytes ?? Number.NaN);
  }
}

/** Sizes of the images that are listed, by name. */
function sizes({ images }: Report): readonly string[] {
  return images
    .filter(({ intermediate }) => !intermediate)
    .map(({ references, totalBytes, sharedBytes, contentBytes, contentSharedBytes }) =>
      [references.join(), totalBytes, sharedBytes, contentBytes, contentSharedBytes].join(' '),
    )
    .sort();
}

function cacheBytes({ buildCache }: Report): number {
  return buildCache.reduce((sum, { allocatedBytes }) => sum + (allocatedBytes ?? Number.NaN), 0);
}

for (const kind of KINDS) {
  test(`a captured host with a ${kind} containerd adds up, root by root`, (t) => {
    const { host, report } = captured(kind);
    t.deepEqual(
      report.roots.map((root) => [root.path, root.kind]),
      kind === 'private'
        ? [[host.paths.get('root'), 'data-root']]
        : [
            [host.paths.get('root'), 'data-root'],
            [host.paths.get('containerd'), 'containerd-root'],
          ],
    );
    assertAddsUp(t, captured(kind));
  });

  test(`a captured host with a ${kind} containerd has the objects of its workload, and no leftovers`, (t) => {
    const { images, containers, volumes, buildCache, leftovers } = captured(kind).report;
    const named = images.filter(({ dangling }) => !dangling);
    t.is(named.length, 14);
    t.is(named.flatMap(({ references }) => references).length, 15);
    t.is(images.filter(({ dangling, intermediate }) => dangling && !intermediate).length, 2);
    t.is(images.filter(({ intermediate }) => intermediate).length, 21);
    t.is(containers.length, 10);
    t.true(containers.every(({ writableLayerBytes }) => (writableLayerBytes ?? 0) > 0));
    t.is(volumes.length, 7);
    t.is(buildCache.length, 14);
    t.deepEqual(leftovers, []);
  });

  test(`a captured host with a ${kind} containerd: no build runs, so no cache record is in use`, (t) => {
    const { buildCache } = captured(kind).report;
    t.true(buildCache.every(({ inUse }) => inUse === false));
    const free = buildCache.filter(({ shared }) => !shared);
    t.true(free.every(({ allocatedBytes, reclaimableBytes }) => allocatedBytes === reclaimableBytes));
    t.is(
      buildCache.reduce((sum, { reclaimableBytes }) => sum + (reclaimableBytes ?? 0), 0),
      921_600,
    );
  });
}

test('the same workload takes the same, whichever containerd has it', (t) => {
  const [first, second] = [captured('private').report, captured('separate').report];
  for (const category of ['image-layers', 'image-content', 'writable-layers', 'container-logs', 'volumes'])
    t.is(bytesOf(first, category), bytesOf(second, category), category);
  t.deepEqual(sizes(first), sizes(second));
  t.is(cacheBytes(first), cacheBytes(second));
});

test('while an engine runs and is not asked, a record whose snapshot is active may be in use', (t) => {
  const { inventory } = captured('private').host;
  const roots = inventory.roots.map((root) => ({ ...root, heldByEngine: true }));
  const { buildCache } = analyze({ ...inventory, roots }, '0.0.0');
  const mount = findIn(buildCache, ({ type }) => type === 'exec.cachemount');
  t.is(mount.inUse, null);
  t.is(mount.reclaimableBytes, 0);
  t.true(buildCache.some(({ inUse }) => inUse === false));
});
