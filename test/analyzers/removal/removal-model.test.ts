import test from 'ava';
import * as fc from 'fast-check';
import { hostSpec, inventoryOf } from '../arbitrary-host.js';
import { arbitraryInventory } from '../arbitrary-inventory.js';
import { modelOf, subset } from './model.js';
import { freedBytes, goes } from './reference.js';

const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });

test('a set frees what is worked out from the beginning, and what goes is the same', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, bits, (spec, chosen) => {
      const host = modelOf(inventoryOf(spec));
      const marked = subset(host.model.objects.length, chosen);
      for (const position of marked) host.model.mark(position);
      const removed = goes(host, new Set(marked));
      for (const position of host.model.objects.keys()) {
        t.is(host.model.isRemoved(position), removed.has(position));
      }
      t.is(host.model.freed().allocatedBytes, freedBytes(host, new Set(marked)));
    }),
    { numRuns: 150 },
  );
});

test('the order in which objects are marked and unmarked does not matter', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, bits, bits, fc.array(fc.nat(), { maxLength: 60 }), (spec, some, others, order) => {
      const { model } = modelOf(inventoryOf(spec));
      const count = model.objects.length;
      const wanted = subset(count, some);
      const straight = model.freedBy(wanted);
      for (const position of subset(count, others)) model.mark(position);
      for (const step of order) {
        const position = step % Math.max(1, count);
        if (step % 2 === 0) model.mark(position);
        else model.unmark(position);
      }
      for (const position of [...wanted].reverse()) model.mark(position);
      const keep = new Set(wanted);
      for (const position of model.objects.keys()) if (!keep.has(position)) model.unmark(position);
      t.deepEqual(model.freed(), straight);
      model.clear();
      t.deepEqual(model.freed(), model.freedBy([]));
    }),
    { numRuns: 100 },
  );
});

test('a larger set never frees less', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, bits, bits, (spec, some, more) => {
      const { model } = modelOf(inventoryOf(spec));
      const small = subset(model.objects.length, some);
      const large = [...small, ...subset(model.objects.length, more)];
      const [one, two] = [model.freedBy(small), model.freedBy(large)];
      t.true(one.allocatedBytes <= two.allocatedBytes);
      t.true(one.inodes <= two.inodes);
      t.true(one.unmeasured <= two.unmeasured);
    }),
    { numRuns: 100 },
  );
});

test('everything that can be removed frees everything that is called reclaimable', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, (spec) => {
      // What a stopped container keeps is in no promise of the report, and what is half removed no object any more.
      const containers = spec.containers.map((one) => ({
        ...one,
        volume: null,
        status: one.status === 'dead' || one.status === 'removing' ? ('exited' as const) : one.status,
      }));
      const without = { ...spec, containers };
      const { model, report } = modelOf(inventoryOf({ ...without, leftovers: [] }));
      const [root] = report.roots;
      if (root?.reclaimableBytes == null) return;
      // An intermediate image of a stopped container goes after the container: no prune takes it at once.
      if (report.images.some(({ intermediate, containers: users }) => intermediate && users.length > 0))
        return;
      const prunable = [...model.objects.entries()].filter(([, { kind, id, obstacle }]) => {
        if (obstacle !== null) return false;
        const image = kind === 'image' ? report.images.find((one) => one.id === id) : undefined;
        return image === undefined || image.containers.length === 0;
      });
      const freed = model.freedBy(prunable.map(([position]) => position));
      t.is(freed.allocatedBytes, root.reclaimableBytes - leftoverBytes(root));
    }),
    { numRuns: 150 },
  );
});

function leftoverBytes(root: {
  readonly categories: readonly { readonly category: string; readonly allocatedBytes: number | null }[];
}): number {
  return root.categories.find(({ category }) => category === 'leftovers')?.allocatedBytes ?? 0;
}

test('any inventory has an arithmetic whose figures are never negative', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(arbitraryInventory, bits, (inventory, chosen) => {
      const { model } = modelOf(inventory);
      const freed = model.freedBy(subset(model.objects.length, chosen));
      t.true(freed.allocatedBytes >= 0 && freed.inodes >= 0 && freed.toldBytes >= 0 && freed.unmeasured >= 0);
      t.is(freed.unmeasured > 0, freed.reasons.length > 0);
      t.deepEqual(model.freedBy([]), { ...model.freed() });
    }),
    { numRuns: 150 },
  );
});
