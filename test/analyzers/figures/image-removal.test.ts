import test from 'ava';
import * as fc from 'fast-check';
import {
  type Holders,
  type ImageRemoval,
  removeImages,
} from '../../../src/analyzers/figures/image-removal.js';
import { LayerGraph } from '../../../src/analyzers/store/layer-graph.js';
import { storesOf } from '../../../src/analyzers/store/stores-of.js';
import { buildHost, hostSpec, type HostSpec } from '../arbitrary-host.js';
import { HostBuilder } from '../host-builder.js';

interface Case {
  readonly graph: LayerGraph;
  readonly holders: Holders;
  readonly ids: readonly string[];
}

function graphOf(host: HostBuilder): LayerGraph {
  const [graph] = storesOf(host.records());
  if (graph === undefined) throw new Error('the builder makes one store');
  return graph;
}

function caseOf(spec: HostSpec): Case {
  const host = buildHost(spec);
  const graph = graphOf(host);
  const heldParts = graph.layersOfMounts();
  for (const chain of graph.closure(host.heldChains)) heldParts.add(chain);
  const usedImages = new Set(host.containers.flatMap((container) => container.imageId ?? []));
  return { graph, holders: { usedImages, heldParts }, ids: host.images.map((image) => image.id) };
}

/** A host, and a subset S of a set T of its images in an order of its own. */
const removalCase = hostSpec.chain((spec) => {
  const { ids } = caseOf(spec);
  return fc
    .tuple(fc.shuffledSubarray([...ids]), fc.nat({ max: ids.length }))
    .map(([larger, size]) => ({ spec, larger, smaller: larger.slice(0, size) }));
});

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((member) => whole.has(member));
}

function minus(whole: ReadonlySet<string>, part: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...whole].filter((member) => !part.has(member)));
}

function partsOfImages(graph: LayerGraph, ids: Iterable<string>): ReadonlySet<string> {
  return new Set([...ids].flatMap((id) => graph.parts.get(id) ?? []));
}

function plain(removal: ImageRemoval): unknown {
  return { images: [...removal.images].sort(), layers: [...removal.parts].sort() };
}

test('removing more images removes at least the same images and layers', (t) => {
  fc.assert(
    fc.property(removalCase, ({ spec, larger, smaller }) => {
      const { graph, holders } = caseOf(spec);
      const all = removeImages(graph, larger, holders);
      const some = removeImages(graph, smaller, holders);
      t.true(isSubset(some.images, all.images));
      t.true(isSubset(some.parts, all.parts));
    }),
  );
});

test('the order in which images are named makes no difference', (t) => {
  fc.assert(
    fc.property(removalCase, ({ spec, larger }) => {
      const { graph, holders } = caseOf(spec);
      const sorted = [...larger].sort();
      t.deepEqual(plain(removeImages(graph, larger, holders)), plain(removeImages(graph, sorted, holders)));
    }),
  );
});

test('no used image goes, and no layer that something left behind holds', (t) => {
  fc.assert(
    fc.property(removalCase, ({ spec, larger }) => {
      const { graph, holders } = caseOf(spec);
      const { images, parts } = removeImages(graph, larger, holders);
      t.deepEqual(minus(images, holders.usedImages), images);
      const left = [...graph.images.keys()].filter((id) => !images.has(id));
      const released = minus(partsOfImages(graph, images), partsOfImages(graph, left));
      t.deepEqual(parts, minus(released, holders.heldParts));
    }),
  );
});

test('an untagged unused parent goes exactly with its last child', (t) => {
  fc.assert(
    fc.property(removalCase, ({ spec, larger }) => {
      const { graph, holders } = caseOf(spec);
      const { images } = removeImages(graph, larger, holders);
      for (const image of graph.images.values()) {
        const children = [...graph.images.values()].filter((other) => other.parentId === image.id);
        const wanted = larger.includes(image.id);
        const follows = children.length > 0 && image.references.length === 0;
        const free = children.every((child) => images.has(child.id)) && !holders.usedImages.has(image.id);
        t.is(images.has(image.id), free && (wanted || follows));
      }
    }),
  );
});

test('a chain of intermediate parents goes with the image at its end, up to the first one with a name', (t) => {
  const host = new HostBuilder();
  const named = host.image('named', ['a']);
  const first = host.image('first', ['a', 'b'], { references: [], parentId: named.id });
  const second = host.image('second', ['a', 'b', 'c'], { references: [], parentId: first.id });
  const app = host.image('app', ['a', 'b', 'c', 'd'], { parentId: second.id });
  const none = { usedImages: new Set<string>(), heldParts: new Set<string>() };
  const { images, parts } = removeImages(graphOf(host), [app.id], none);
  t.deepEqual(images, new Set([app.id, second.id, first.id]));
  t.is(parts.size, 3);
});

test('parents that name each other in a ring are left alone', (t) => {
  const host = new HostBuilder();
  const one = host.image('one', ['a'], { references: [] });
  const two = host.image('two', ['b'], { references: [], parentId: one.id });
  host.images[0] = { ...one, parentId: two.id };
  const none = { usedImages: new Set<string>(), heldParts: new Set<string>() };
  t.is(removeImages(graphOf(host), [one.id, two.id], none).images.size, 0);
});

test('unknown images are not removed', (t) => {
  const none = { usedImages: new Set<string>(), heldParts: new Set<string>() };
  t.is(removeImages(graphOf(new HostBuilder()), ['sha256:gone'], none).images.size, 0);
});

/** The same store, as containerd's. */
function ofContainerd(host: HostBuilder): LayerGraph {
  return LayerGraph.of({ ...graphOf(host).store, imageStore: 'containerd' });
}

test('in containerd’s store pruning takes a parent before its children, unless a container uses it', (t) => {
  const host = new HostBuilder();
  const named = host.image('named', ['a']);
  const step = host.image('step', ['a', 'b'], { references: [], parentId: named.id });
  const app = host.image('app', ['a', 'b', 'c'], { parentId: step.id });
  const holders = { usedImages: new Set([app.id]), heldParts: new Set<string>() };
  const ids = [named.id, step.id, app.id];
  t.deepEqual(removeImages(ofContainerd(host), ids, holders, 'prune').images, new Set([named.id, step.id]));
  t.is(removeImages(graphOf(host), ids, holders, 'prune').images.size, 0);
  t.is(removeImages(ofContainerd(host), ids, holders, 'prune').parts.size, 0);
});

test('in containerd’s store an image with children loses its name alone, and its parents without one go', (t) => {
  const host = new HostBuilder();
  const base = host.image('base', ['a']);
  const step = host.image('step', ['a', 'b'], { references: [], parentId: base.id });
  const runtime = host.image('runtime', ['a', 'b', 'c'], { parentId: step.id });
  const app = host.image('app', ['a', 'b', 'c', 'd'], { parentId: runtime.id });
  const none = { usedImages: new Set<string>(), heldParts: new Set<string>() };
  t.deepEqual(removeImages(ofContainerd(host), [runtime.id], none).images, new Set([step.id]));
  t.is(removeImages(graphOf(host), [runtime.id], none).images.size, 0);
  const all = [step.id, runtime.id, app.id].sort();
  for (const ids of [
    [runtime.id, app.id],
    [app.id, runtime.id],
  ])
    t.deepEqual([...removeImages(ofContainerd(host), ids, none).images].sort(), all);
  const used = { ...none, usedImages: new Set([runtime.id]) };
  t.is(removeImages(ofContainerd(host), [runtime.id], used).images.size, 0);
});
