import test from 'ava';
import * as fc from 'fast-check';
import { analyze } from '../../src/analyzers/analyze.js';
import { reportSchema } from '../../src/report/schema/report.js';
import type { Inventory } from '../../src/model/inventory.js';
import { sumUsage } from '../../src/model/usage.js';
import { arbitraryInventory } from './arbitrary-inventory.js';
import { hostSpec, inventoryOf } from './arbitrary-host.js';

test('the report of any inventory, consistent or not, keeps the published contract', (t) => {
  fc.assert(
    fc.property(arbitraryInventory, (inventory) => {
      const result = reportSchema.safeParse(analyze(inventory, '1.2.3'));
      t.true(result.success, result.error?.message);
    }),
    { numRuns: 300 },
  );
});

test('the report of any consistent host keeps the published contract', (t) => {
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const report = analyze(inventoryOf(spec), '1.2.3');
      t.deepEqual(reportSchema.parse(report), report);
    }),
  );
});

test('the same inventory gives the same report, and is not changed by it', (t) => {
  fc.assert(
    fc.property(arbitraryInventory, (inventory) => {
      const before = structuredClone(inventory);
      const first = analyze(inventory, '1.2.3');
      t.deepEqual(analyze(inventory, '1.2.3'), first);
      t.deepEqual(inventory, before);
    }),
  );
});

/** The same inventory with every list of records in another order. */
function shuffled(inventory: Inventory, random: () => number): Inventory {
  const shuffle = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => ({ item, key: random() }))
      .sort((left, right) => left.key - right.key)
      .map(({ item }) => item);
  return {
    ...inventory,
    roots: inventory.roots.map((root) => {
      const [records] = [root.records].map((reading) => ({
        ...reading,
        stores: reading.stores.map((store) => ({
          ...store,
          images: shuffle(store.images),
          layers: shuffle(store.layers),
          mounts: shuffle(store.mounts),
          pendingRemovals: shuffle(store.pendingRemovals),
        })),
        containers: shuffle(reading.containers),
        volumes: shuffle(reading.volumes),
        buildCache: reading.buildCache === null ? null : shuffle(reading.buildCache),
        damagedContainers: shuffle(reading.damagedContainers),
      }));
      if (records === undefined || root.walk === null) return root;
      return {
        ...root,
        records,
        earlierRecords: records,
        walk: { ...root.walk, groups: shuffle(root.walk.groups) },
      };
    }),
  };
}

function byKey<T>(records: readonly T[], key: (record: T) => string): T[] {
  return [...records].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

test('the order of the records makes no difference to any figure', (t) => {
  fc.assert(
    fc.property(hostSpec, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (spec, stream) => {
      const inventory = inventoryOf(spec);
      const report = analyze(inventory, '0.0.0');
      const other = analyze(
        shuffled(inventory, () => stream.next().value ?? 0),
        '0.0.0',
      );
      t.deepEqual(other.roots, report.roots);
      for (const images of [other.images, report.images]) for (const image of images) image.containers.sort();
      for (const layers of [other.layers, report.layers]) {
        for (const layer of layers) {
          layer.images.sort();
          layer.containers.sort();
        }
      }
      t.deepEqual(
        byKey(other.images, ({ id }) => id),
        byKey(report.images, ({ id }) => id),
      );
      t.deepEqual(
        byKey(other.layers, ({ chainId }) => chainId),
        byKey(report.layers, ({ chainId }) => chainId),
      );
      t.deepEqual(other.containers, report.containers);
      t.deepEqual(other.volumes, report.volumes);
      t.deepEqual(
        byKey(other.buildCache, ({ id }) => id),
        byKey(report.buildCache, ({ id }) => id),
      );
      t.deepEqual(
        byKey(other.leftovers, ({ path }) => path),
        byKey(report.leftovers, ({ path }) => path),
      );
    }),
  );
});

/** A consistent host of which the walk has missed some groups. */
const gappedHost = fc.tuple(hostSpec, fc.infiniteStream(fc.boolean())).map(([spec, met]) => {
  const inventory = inventoryOf(spec);
  const roots = inventory.roots.map((root) => {
    if (root.walk === null) return root;
    const groups = root.walk.groups.filter(({ path }) => path === '' || met.next().value === true);
    return { ...root, walk: { ...root.walk, groups, total: sumUsage(groups) } };
  });
  return { ...inventory, roots };
});

test('a figure that is missing has a reason', (t) => {
  fc.assert(
    fc.property(fc.oneof(arbitraryInventory, gappedHost), (inventory) => {
      const { images, layers, containers, volumes, buildCache, roots } = analyze(inventory, '0.0.0');
      const records: readonly (readonly [readonly (number | null)[], string | null])[] = [
        ...images.map(
          (image) =>
            [[image.totalBytes, image.uniqueBytes, image.reclaimableBytes], image.unmeasuredReason] as const,
        ),
        ...layers.map((layer) => [[layer.allocatedBytes, layer.inodes], layer.unmeasuredReason] as const),
        ...containers.map(
          (one) =>
            [
              [one.writableLayerBytes, one.logBytes, one.totalBytes, one.reclaimableBytes],
              one.unmeasuredReason,
            ] as const,
        ),
        ...volumes.map(
          (volume) => [[volume.allocatedBytes, volume.reclaimableBytes], volume.unmeasuredReason] as const,
        ),
        ...buildCache.map(
          (one) => [[one.allocatedBytes, one.reclaimableBytes], one.unmeasuredReason] as const,
        ),
        ...roots.map(
          (root) => [[root.allocatedBytes, root.reclaimableBytes], root.unmeasuredReason] as const,
        ),
        ...roots.flatMap((root) =>
          root.categories.map(
            (one) => [[one.allocatedBytes, one.reclaimableBytes], one.unmeasuredReason] as const,
          ),
        ),
      ];
      for (const [figures, reason] of records) if (figures.includes(null)) t.not(reason, null);
    }),
    { numRuns: 200 },
  );
});
