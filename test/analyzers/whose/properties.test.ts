import test from 'ava';
import * as fc from 'fast-check';
import { accountFor } from '../../../src/analyzers/accounting/accounting.js';
import { analyze } from '../../../src/analyzers/analyze.js';
import { HostView } from '../../../src/analyzers/host-view.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { WhoseAnswer } from '../../../src/report/types.js';
import { whoseAnswersSchema } from '../../../src/report/schema/whose.js';
import { arbitraryInventory } from '../arbitrary-inventory.js';
import { hostSpec, inventoryOf } from '../arbitrary-host.js';
import { ask } from './ask.js';

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
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, (spec) => checkPaths(inventoryOf(spec), (ok, path) => t.true(ok, path))),
    { numRuns: 60 },
  );
});

test('a path below a group belongs to whom the group belongs to, where no directory of groups is above it', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, fc.constantFrom('x', 'diff/etc/x', '_data'), (spec, below) => {
      const inventory = inventoryOf(spec);
      const groups = ask(inventory, [...categories(inventory).keys()]).answers;
      // A directory that is a volume’s and a leftover as well is found as both; what is below it is the volume’s.
      const objects = groups.filter(
        ({ kind, category }) => kind !== 'area' && (kind !== 'leftover' || category === 'leftovers'),
      );
      const deeper = ask(
        inventory,
        objects.map(({ key }) => `${key}/${below}`),
      );
      const wanted = new Map(objects.map(({ key, kind, id }) => [`${key}/${below}`, `${kind} ${id}`]));
      for (const { key, kind, id } of deeper.answers) t.is(`${kind} ${id}`, wanted.get(key) ?? '', key);
      // An entry of a container’s directory would have been a group of its own: it is not there.
      for (const { key } of deeper.misses) t.regex(key, /\/containers\/[^/]+\/(?:x|diff|_data)/);
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
    // One whose removal did not finish is a leftover.
    ...report.containers
      .filter(({ id, root }) => !leftovers.has(`${root ?? ''}/containers/${id}`))
      .map(({ id }): [WhoseAnswer['kind'], string] => ['container', id]),
    ...report.volumes.map(({ name }): [WhoseAnswer['kind'], string] => ['volume', name]),
    ...report.buildCache.map(({ id }): [WhoseAnswer['kind'], string] => ['build-cache', id]),
    ...report.leftovers.map(({ path }): [WhoseAnswer['kind'], string] => ['leftover', path]),
  ];
}

test('every object’s id finds it, and so does every prefix of four characters or more that is unique', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, fc.integer({ min: 4, max: 30 }), (spec, length) => {
      const inventory = inventoryOf(spec);
      const ids = idsOf(inventory);
      const prefixOf = (id: string): string =>
        id.startsWith('/') ? id : id.replace(/^sha256:/, '').slice(0, length);
      const inFull = ask(inventory, [...new Set(ids.map(([, id]) => id))]).answers;
      const { answers, misses } = ask(inventory, [...new Set(ids.map(([, id]) => prefixOf(id)))]);
      const found = [
        ...answers.map(({ key, kind, id }) => `${key} ${kind} ${id}`),
        ...misses.flatMap(({ key, candidates }) => candidates.map(({ kind, id }) => `${key} ${kind} ${id}`)),
      ];
      for (const [kind, id] of ids) {
        t.true(
          inFull.some((answer) => answer.key === id && answer.kind === kind && answer.id === id),
          id,
        );
        t.true(found.includes(`${prefixOf(id)} ${kind} ${id}`), `${prefixOf(id)}, prefix of ${kind} ${id}`);
      }
    }),
    { numRuns: 60 },
  );
});

test('what the removal of an object alone frees is what the report calls reclaimable', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const inventory = inventoryOf(spec);
      const { images, volumes, containers, leftovers } = analyze(inventory, '0.0.0');
      const records = [
        ...images,
        ...containers.filter(({ status }) => status === 'exited'),
        // The engine removes no volume that it does not know yet.
        ...volumes.filter(({ recorded }) => recorded).map((volume) => ({ ...volume, id: volume.name })),
        ...leftovers.map((leftover) => ({
          ...leftover,
          id: leftover.path,
          reclaimableBytes: leftover.allocatedBytes,
        })),
      ];
      const { answers } = ask(inventory, [...new Set(records.map(({ id }) => id))]);
      for (const record of records) {
        // Leftovers of two kinds may be at one path: what is there, and a mount of it that is dead.
        const answer = answers.find(
          ({ id, kind, name }) =>
            id === record.id && (kind !== 'leftover' || !('kind' in record) || name === record.kind),
        );
        if (answer === undefined || answer.toFree.objects.length !== 1) continue;
        // With the image gone the container alone keeps its layers, which its own figure leaves out.
        const layersToo = answer.kind === 'container' && 'imageId' in record && record.imageId === null;
        if (layersToo) t.true((answer.toFree.freedBytes ?? Infinity) >= (record.reclaimableBytes ?? 0));
        else t.is(answer.toFree.freedBytes, record.reclaimableBytes, `${answer.kind} ${answer.id}`);
      }
    }),
    { numRuns: 100 },
  );
});

test('no removal promises more than the root holds', (t) => {
  t.timeout(60_000);
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
  t.timeout(60_000);
  fc.assert(
    fc.property(arbitraryInventory, fc.array(fc.string(), { maxLength: 3 }), (inventory, words) => {
      const { answers } = ask(inventory, [...words, ...idsOf(inventory).map(([, id]) => id)]);
      t.true(whoseAnswersSchema.safeParse(answers).success);
      const isMeasured = new HostView(inventory).roots.every((root) => root.measured);
      if (isMeasured) checkPaths(inventory, (ok, path) => t.true(ok, path));
    }),
    { numRuns: 100 },
  );
});
