import test from 'ava';
import * as fc from 'fast-check';
import { layerDirectory } from '../../../src/model/data-root-layout.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { LinkedGroups } from '../../../src/model/walk.js';
import { buildHost, hostSpec, overridesOf } from '../arbitrary-host.js';
import { HostBuilder, type Overrides } from '../host-builder.js';
import { hex64 } from '../records.js';
import { modelOf, subset } from './model.js';
import { freedBytes } from './reference.js';

/** Links files of these sizes between groups: each is counted in the first of its groups, as a walk does. */
function withLinks(
  host: HostBuilder,
  links: readonly { readonly groups: readonly string[]; readonly bytes: number }[],
  overrides: Overrides = {},
): Inventory {
  const linked = new Map<string, LinkedGroups>();
  for (const { groups, bytes } of links) {
    const paths = [...new Set(groups)].sort();
    const [first] = paths;
    if (first === undefined || paths.length < 2) continue;
    const group = host.groups.get(first);
    if (group === undefined) throw new Error(`${first} is no group`);
    const { allocatedBytes, apparentBytes, inodes } = group;
    host.groups.set(first, {
      ...group,
      allocatedBytes: allocatedBytes + bytes,
      apparentBytes: apparentBytes + bytes,
      inodes: inodes + 1,
    });
    const known = linked.get(paths.join('\0'));
    linked.set(paths.join('\0'), {
      groups: paths,
      allocatedBytes: (known?.allocatedBytes ?? 0) + bytes,
      apparentBytes: (known?.apparentBytes ?? 0) + bytes,
      inodes: (known?.inodes ?? 0) + 1,
    });
  }
  return host.inventory({ ...overrides, walk: { linked: [...linked.values()] } });
}

const layerOf = (host: HostBuilder, at: number): string =>
  layerDirectory('overlay2', [...host.layers.values()][at]?.cacheId ?? '');

test('what hard links share between layers is freed only with the last of them', (t) => {
  const host = new HostBuilder();
  for (const name of ['one', 'two']) host.image(name, [name], {}, 8192);
  const inventory = withLinks(host, [{ groups: [layerOf(host, 0), layerOf(host, 1)], bytes: 1 << 20 }]);
  const { model } = modelOf(inventory);
  const own = 8192 + 8192 + 4096;
  t.is(model.freedBy([0]).allocatedBytes, own);
  t.is(model.freedBy([1]).allocatedBytes, own);
  t.is(model.freedBy([0, 1]).allocatedBytes, 2 * own + (1 << 20));
  t.is(model.freedBy([0, 1]).inodes, model.freedBy([0]).inodes + model.freedBy([1]).inodes + 1);
});

test('what has a link outside of everything that can be removed is never freed', (t) => {
  const host = new HostBuilder();
  host.image('one', ['one'], {}, 8192);
  const inventory = withLinks(host, [{ groups: [layerOf(host, 0), 'tmp'], bytes: 1 << 20 }]);
  t.is(modelOf(inventory).model.freedBy([0]).allocatedBytes, 8192 + 8192 + 4096);
});

test('with hard links anywhere a set frees what is worked out from the beginning', (t) => {
  t.timeout(60_000);
  const link = fc.record({
    groups: fc.array(fc.nat({ max: 200 }), { minLength: 2, maxLength: 4 }),
    bytes: fc.nat({ max: 1 << 12 }).map((blocks) => blocks * 512),
  });
  const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(hostSpec, fc.array(link, { maxLength: 6 }), bits, (spec, links, chosen) => {
      const host = buildHost(spec);
      const paths = [...host.groups.keys()];
      const named = links.map(({ groups, bytes }) => ({
        groups: groups.map((at) => paths[at % paths.length] ?? ''),
        bytes,
      }));
      const modelled = modelOf(withLinks(host, named, overridesOf(spec, host)));
      const marked = subset(modelled.model.objects.length, chosen);
      t.is(modelled.model.freedBy(marked).allocatedBytes, freedBytes(modelled, new Set(marked)));
    }),
    { numRuns: 150 },
  );
});

test('the paths that go are listed once, with the object that is the last of their holders', (t) => {
  const host = new HostBuilder();
  for (const name of ['one', 'two']) host.image(name, ['base', name]);
  const { model } = modelOf(host.inventory());
  const base = hex64('directory '.concat([...host.layers.keys()][0] ?? ''));
  const has = (paths: readonly string[]): boolean => paths.some((path) => path.endsWith(`/overlay2/${base}`));
  const [first, second] = [model.markListing(0), model.markListing(1)];
  t.deepEqual([has(first), has(second)], [false, true]);
  t.is(new Set([...first, ...second]).size, first.length + second.length);
  t.deepEqual(model.markListing(1), []);
});
