import test from 'ava';
import * as fc from 'fast-check';
import { accountFor } from '../../../src/analyzers/accounting.js';
import { analyze } from '../../../src/analyzers/analyze.js';
import { HostView } from '../../../src/analyzers/host-view.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { WhoseAnswer } from '../../../src/report/types.js';
import { whoseAnswersSchema } from '../../../src/report/schema/whose.js';
import { arbitraryInventory } from '../arbitrary-inventory.js';
import { hostSpec, inventoryOf } from '../arbitrary-host.js';
import { ask, askOne } from './ask.js';

/** Category of each group as the accounting has it; `null`: unaccounted. */
function categories(inventory: Inventory): Map<string, string | null> {
  const view = new HostView(inventory);
  const found = new Map<string, string | null>();
  for (const root of view.roots) {
    const { groups, unaccounted } = accountFor(view, root);
    for (const { path } of unaccounted) found.set(root.absolute(path), null);
    for (const [category, own] of groups)
      for (const { path } of own) found.set(root.absolute(path), category);
  }
  return found;
}

/** Paths of any host have owners, and they agree with the figures. */
function checkPaths(inventory: Inventory, check: (ok: boolean, path: string) => void): void {
  const wanted = categories(inventory);
  const { answers, misses } = ask(inventory, [...wanted.keys()]);
  for (const { key } of misses) check(false, `no answer for ${key}`);
  for (const answer of answers) {
    if (answer.file === null) continue;
    // A directory of objects in several categories is in none.
    const mixed = answer.kind === 'area' && answer.description.startsWith('a directory that holds several');
    check(mixed || answer.category === wanted.get(answer.key), `${answer.key}: ${answer.category}`);
    check((answer.kind === 'leftover') === (answer.category === 'leftovers'), answer.key);
  }
}

test('every path of every group has an owner, in the category that the accounting counts it in', (t) => {
  fc.assert(
    fc.property(hostSpec, (spec) => checkPaths(inventoryOf(spec), (ok, path) => t.true(ok, path))),
    { numRuns: 150 },
  );
});

test('a path below a group belongs to whom the group belongs to, where no directory of groups is above it', (t) => {
  fc.assert(
    fc.property(hostSpec, fc.constantFrom('x', 'diff/etc/x', '_data'), (spec, below) => {
      const inventory = inventoryOf(spec);
      for (const [path] of categories(inventory)) {
        const group = askOne(inventory, path);
        if (group.kind === 'area') continue;
        const answers = ask(inventory, [`${path}/${below}`]).answers;
        // An entry of a container’s directory would have been a group of its own: it is not there.
        if (/\/containers\/[^/]+$/.test(path) && answers.length === 0) continue;
        t.deepEqual(
          answers.map(({ kind, id }) => [kind, id]),
          [[group.kind, group.id]],
          `${path}/${below}`,
        );
      }
    }),
    { numRuns: 40 },
  );
});

/** Ids of everything in a report. */
function idsOf(inventory: Inventory): [kind: WhoseAnswer['kind'], id: string][] {
  const report = analyze(inventory, '0.0.0');
  const leftovers = new Set(report.leftovers.map(({ path }) => path));
  return [
    ...report.images.map(({ id }): [WhoseAnswer['kind'], string] => ['image', id]),
    ...report.layers
      .filter(({ path }) => path === null || !leftovers.has(path))
      .map(({ chainId }): [WhoseAnswer['kind'], string] => ['layer', chainId]),
    ...report.containers.map(({ id }): [WhoseAnswer['kind'], string] => ['container', id]),
    ...report.volumes.map(({ name }): [WhoseAnswer['kind'], string] => ['volume', name]),
    ...report.buildCache.map(({ id }): [WhoseAnswer['kind'], string] => ['build-cache', id]),
    ...report.leftovers.map(({ path }): [WhoseAnswer['kind'], string] => ['leftover', path]),
  ];
}

test('every object’s id finds it, and so does every prefix of four characters or more that is unique', (t) => {
  fc.assert(
    fc.property(hostSpec, fc.integer({ min: 4, max: 30 }), (spec, length) => {
      const inventory = inventoryOf(spec);
      for (const [kind, id] of idsOf(inventory)) {
        const { answers } = ask(inventory, [id]);
        t.true(
          answers.some((answer) => answer.kind === kind && answer.id === id),
          `${kind} ${id}`,
        );
        if (id.startsWith('/')) continue;
        const bare = id.replace(/^sha256:/, '').slice(0, length);
        const { answers: found, misses } = ask(inventory, [bare]);
        const named = [...found, ...misses.flatMap((miss) => miss.candidates)];
        t.true(
          named.some((one) => one.kind === kind && one.id === id),
          `${bare}, prefix of ${kind} ${id}`,
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('what the removal of an object alone frees is what the report calls reclaimable', (t) => {
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const inventory = inventoryOf(spec);
      const { images, volumes, containers, leftovers } = analyze(inventory, '0.0.0');
      for (const record of [
        ...images,
        ...containers.filter(({ status }) => status === 'exited'),
        ...volumes.map((volume) => ({ ...volume, id: volume.name })),
        ...leftovers.map((leftover) => ({
          ...leftover,
          id: leftover.path,
          reclaimableBytes: leftover.allocatedBytes,
        })),
      ]) {
        const answer = ask(inventory, [record.id]).answers.find(({ id }) => id === record.id);
        if (answer === undefined || answer.toFree.objects.length !== 1) continue;
        // With the image gone the container alone keeps its layers, which its own figure leaves out.
        const layersToo = answer.kind === 'container' && 'imageId' in record && record.imageId === null;
        if (layersToo) t.true((answer.toFree.freedBytes ?? Infinity) >= (record.reclaimableBytes ?? 0));
        else t.is(answer.toFree.freedBytes, record.reclaimableBytes, `${answer.kind} ${answer.id}`);
      }
    }),
    { numRuns: 200 },
  );
});

test('no removal promises more than the root holds', (t) => {
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const inventory = inventoryOf(spec);
      const total = inventory.roots[0]?.walk?.total.allocatedBytes ?? -1;
      for (const { toFree } of ask(
        inventory,
        idsOf(inventory).map(([, id]) => id),
      ).answers) {
        t.true((toFree.freedBytes ?? 0) <= total);
      }
    }),
    { numRuns: 100 },
  );
});

test('any inventory, however inconsistent, gets answers that follow the schema, and paths agree with the figures', (t) => {
  fc.assert(
    fc.property(arbitraryInventory, fc.array(fc.string(), { maxLength: 3 }), (inventory, words) => {
      const { answers } = ask(inventory, [...words, ...idsOf(inventory).map(([, id]) => id)]);
      t.true(whoseAnswersSchema.safeParse(answers).success);
      const isMeasured = new HostView(inventory).roots.every((root) => root.measured);
      if (isMeasured) checkPaths(inventory, (ok, path) => t.true(ok, path));
    }),
    { numRuns: 300 },
  );
});
