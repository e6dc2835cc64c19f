import test from 'ava';
import * as fc from 'fast-check';
import { removalOrder } from '../../src/cleanup/order.js';
import { REMOVABLE_KINDS, type RemovableKind, type RemovableObject } from '../../src/model/removal.js';

function object(kind: RemovableKind, requires: readonly number[] = []): RemovableObject {
  return {
    kind,
    id: 'id',
    name: null,
    root: null,
    obstacle: null,
    requires,
    goesWithChildren: false,
    storageDriver: null,
  };
}

test('what needs nothing goes by kind, containers first, and within a kind as given', (t) => {
  const objects = [...REMOVABLE_KINDS].reverse().map((kind) => object(kind));
  objects.push(object('container'));
  t.deepEqual(
    removalOrder(objects, [0, 1, 2, 3, 4, 5]).map((position) => objects[position]?.kind),
    ['container', 'container', 'image', 'build-cache', 'volume', 'network'],
  );
  t.deepEqual(removalOrder([object('image'), object('image'), object('image')], [0, 1, 2]), [0, 1, 2]);
});

test('a child goes before the image that it was built on, whatever their places', (t) => {
  const objects = [object('image', [2]), object('image'), object('image', [1])];
  t.deepEqual(removalOrder(objects, [0, 1, 2]), [1, 2, 0]);
});

test('what is required and not in the set does not join it', (t) => {
  t.deepEqual(removalOrder([object('image', [1]), object('container')], [0]), [0]);
});

test('a long chain is no matter', (t) => {
  const objects = Array.from({ length: 20_000 }, (_, at) => object('image', at === 0 ? [] : [at - 1]));
  const order = removalOrder(objects, objects.map((_one, at) => at).reverse());
  t.is(order.length, 20_000);
  t.true(order.every((position, at) => position === at));
});

const graph = fc
  .record({
    size: fc.integer({ min: 1, max: 12 }),
    edges: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 30 }),
    kinds: fc.array(fc.constantFrom(...REMOVABLE_KINDS), { minLength: 12, maxLength: 12 }),
    left: fc.array(fc.nat({ max: 11 }), { maxLength: 4 }),
    acyclic: fc.boolean(),
  })
  .map(({ size, edges, kinds, left, acyclic }) => {
    const requires = Array.from({ length: size }, (): number[] => []);
    for (const [from, to] of edges) {
      const pair = [from % size, to % size] as const;
      const [low, high] = [Math.min(...pair), Math.max(...pair)];
      if (!acyclic) requires[pair[0]]?.push(pair[1]);
      else if (low !== high) requires[high]?.push(low);
    }
    return {
      acyclic,
      objects: requires.map((needed, at) => object(kinds[at] ?? 'image', needed)),
      members: requires.map((_needed, at) => at).filter((at) => !left.includes(at)),
    };
  });

test('any graph gives each member once, and what is required first where that is possible', (t) => {
  fc.assert(
    fc.property(graph, ({ objects, members, acyclic }) => {
      const order = removalOrder(objects, members);
      t.deepEqual(
        [...order].sort((a, b) => a - b),
        members,
      );
      if (!acyclic) return;
      for (const [at, position] of order.entries()) {
        const needed = (objects[position]?.requires ?? []).filter((one) => members.includes(one));
        t.deepEqual(
          needed.filter((one) => !order.slice(0, at).includes(one)),
          [],
        );
      }
    }),
    { numRuns: 500 },
  );
});
