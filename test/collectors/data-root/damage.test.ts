import test from 'ava';
import * as fc from 'fast-check';
import {
  collectDataRoot,
  type RootPlace,
  type RootResult,
} from '../../../src/collectors/data-root/collect-data-root.js';
import type { RootRecords } from '../../../src/model/inventory.js';
import { readCapturedRoot } from './captured-root.js';
import { MemoryFiles } from './memory-files.js';

const { files: CAPTURED, walker: WALKER } = await readCapturedRoot();
const PATHS = [...CAPTURED.keys()].sort();

/** One thing that can happen to a file. `at` is a place in it, from 0 to 1. */
type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'remove' }
  | { readonly kind: 'zero' }
  | { readonly kind: 'fail'; readonly code: string };

const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('flip'), at, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('cut'), at }),
  fc.record({ kind: fc.constant('remove') }),
  fc.record({ kind: fc.constant('zero') }),
  fc.record({ kind: fc.constant('fail'), code: fc.constantFrom('EACCES', 'EIO', 'ELOOP', 'TOO_LARGE') }),
);

function harm(files: MemoryFiles, path: string, what: Damage): void {
  const data = Buffer.from(CAPTURED.get(path) ?? '');
  if (what.kind === 'fail') files.failures.set(path, what.code);
  else if (what.kind === 'remove') files.files.delete(path);
  else if (what.kind === 'cut') files.files.set(path, data.subarray(0, Math.floor(data.length * what.at)));
  else if (what.kind === 'zero') files.files.set(path, data.fill(0));
  else {
    const byte = Math.floor(data.length * what.at);
    data[byte] = (data[byte] ?? 0) ^ (1 << what.bit);
    files.files.set(path, data);
  }
}

function collect(files: MemoryFiles): Promise<RootResult> {
  const place: RootPlace = {
    kind: 'data-root',
    origin: 'named',
    path: '/data',
    files,
    walker: WALKER,
    filesystem: null,
    heldByEngine: null,
    mountPoints: [],
    nested: [],
  };
  return collectDataRoot(place);
}

const WHOLE = (await collect(new MemoryFiles(CAPTURED))).inventory.records;

/** How many records of each kind there are; the databases' as one when they are there. */
function counts(records: RootRecords): { containers: number; images: number; layers: number } {
  const [store] = records.stores;
  return {
    containers: records.containers.length,
    images: store?.images.length ?? 0,
    layers: store?.layers.length ?? 0,
  };
}

/** The kind of record that a file is part of. */
function kindOf(path: string): keyof ReturnType<typeof counts> | null {
  if (path.startsWith('containers/')) return 'containers';
  if (path.includes('/imagedb/content/')) return 'images';
  return path.includes('/layerdb/sha256/') ? 'layers' : null;
}

test('whatever is damaged, the collector ends, and every record that was not hit is there', async (t) => {
  const hits = fc.array(fc.tuple(fc.constantFrom(...PATHS), damage), { minLength: 1, maxLength: 6 });
  const property = fc.asyncProperty(hits, async (list) => {
    const files = new MemoryFiles(CAPTURED);
    for (const [path, what] of list) harm(files, path, what);
    const { records } = (await collect(files)).inventory;
    const [found, whole] = [counts(records), counts(WHOLE)];
    for (const kind of ['containers', 'images', 'layers'] as const) {
      const hit = new Set(list.map(([path]) => path).filter((path) => kindOf(path) === kind)).size;
      t.true(found[kind] >= whole[kind] - hit, kind);
    }
    const ids = new Set(records.containers.map(({ id }) => id));
    for (const { id } of WHOLE.containers) {
      t.true(
        ids.has(id) || records.damagedContainers.includes(id) || list.some(([path]) => path.includes(id)),
      );
    }
  });
  await t.notThrowsAsync(async () => fc.assert(property, { numRuns: 150 }));
});

test('a file that fails, is empty or full of zeros is named by a problem', async (t) => {
  const path = fc.constantFrom(...PATHS);
  const kinds = fc.oneof(
    fc.record({ kind: fc.constant('cut'), at: fc.constant(0) }),
    fc.record({ kind: fc.constant('zero') }),
    fc.record({ kind: fc.constant('fail'), code: fc.constantFrom('EACCES', 'EIO') }),
  );
  const property = fc.asyncProperty(path, kinds, async (one, what: Damage) => {
    const files = new MemoryFiles(CAPTURED);
    harm(files, one, what);
    const { problems } = await collect(files);
    t.true(
      problems.some((problem) => problem.path === `/data/${one}`),
      `${one} ${JSON.stringify(what)}`,
    );
  });
  await t.notThrowsAsync(async () => fc.assert(property, { numRuns: 150 }));
});

test('a data root of which nothing can be read has problems and no records', async (t) => {
  const files = new MemoryFiles(CAPTURED);
  for (const path of ['image', 'containers', 'volumes']) files.failures.set(path, 'EACCES');
  for (const path of PATHS) files.failures.set(path, 'EIO');
  const { inventory, problems } = await collect(files);
  t.deepEqual(inventory.records.stores, []);
  t.is(inventory.records.buildCacheHoldings, null);
  t.is(inventory.records.networks, null);
  t.deepEqual([...inventory.records.unlisted].sort(), ['containers', 'image', 'volumes']);
  t.true(problems.length >= 6);
});
