import test from 'ava';
import * as fc from 'fast-check';
import { analyze } from '../../../src/analyzers/analyze.js';
import { hostSpec, inventoryOf } from '../arbitrary-host.js';
import { categoryOf, rootOf, total } from '../find.js';
import { HostBuilder, ROOT } from '../host-builder.js';

test('every group of any walk is in exactly one category or unaccounted, so the sums are the total', (t) => {
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const root = rootOf(analyze(inventoryOf(spec), '0.0.0'));
      for (const basis of ['allocatedBytes', 'inodes', 'apparentBytes'] as const) {
        const categories = total(root.categories.map((category) => category[basis]));
        const unaccounted = total(root.unaccounted.map((place) => place[basis]));
        t.is(categories + unaccounted, root[basis] ?? -1, basis);
      }
      t.is(total(root.unaccounted.map((place) => place.allocatedBytes)), root.unaccountedBytes ?? -1);
    }),
    { numRuns: 300 },
  );
});

test('the leftovers of the category add up to it, and none of the others is in it', (t) => {
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const report = analyze(inventoryOf(spec), '0.0.0');
      const own = report.leftovers.filter(({ category }) => category === 'leftovers');
      for (const basis of ['allocatedBytes', 'inodes', 'apparentBytes'] as const) {
        t.is(total(own.map((leftover) => leftover[basis])), categoryOf(report, 'leftovers')[basis] ?? -1);
      }
      t.is(categoryOf(report, 'leftovers').objects, own.length);
      const places = report.leftovers.map(({ kind, path, key }) => `${kind} ${key ?? path}`);
      t.is(new Set(places).size, places.length);
    }),
    { numRuns: 300 },
  );
});

test('no category gives back more than it takes, and all together at least what each gives alone', (t) => {
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const root = rootOf(analyze(inventoryOf(spec), '0.0.0'));
      for (const category of root.categories) {
        t.true((category.reclaimableBytes ?? 0) <= (category.allocatedBytes ?? -1), category.category);
      }
      t.is(root.reclaimableBytes === null, !spec.holdingsKnown);
      if (root.reclaimableBytes === null) return;
      const alone = root.categories.reduce((sum, category) => sum + (category.reclaimableBytes ?? 0), 0);
      t.true(root.reclaimableBytes >= alone);
      t.true(root.reclaimableBytes <= (root.allocatedBytes ?? -1));
    }),
    { numRuns: 500 },
  );
});

test('each thing that a data root holds lands in its category', (t) => {
  const host = new HostBuilder();
  const places: Readonly<Record<string, readonly string[]>> = {
    'engine-state': [
      '',
      'network',
      'swarm',
      'plugins',
      'engine-id',
      'lost+found',
      'tmp/other',
      'volumes/metadata.db',
    ],
    'container-metadata': ['containers', 'containers/x', 'containers/x/hosts'],
    'container-logs': [
      'containers/x/x-json.log',
      'containers/x/x-json.log.2.gz',
      'containers/x/local-logs/a.log',
    ],
    volumes: ['volumes/data'],
    'build-cache': ['buildkit', 'buildkit/cache.db'],
    'image-metadata': ['image', 'image/overlay2', 'image/overlay2/distribution'],
  };
  host.groups.clear();
  for (const path of Object.values(places).flat()) host.group(path, { allocatedBytes: 512 });
  const root = rootOf(analyze(host.inventory(), '0.0.0'));
  const found = Object.fromEntries(
    root.categories
      .filter((category) => category.inodes !== 0)
      .map(({ category, inodes }) => [category, inodes]),
  );
  t.deepEqual(
    found,
    Object.fromEntries(Object.entries(places).map(([category, paths]) => [category, paths.length])),
  );
  t.is(root.unaccountedBytes, 0);
});

test('what no rule explains is unaccounted with its path', (t) => {
  const root = rootOf(
    analyze(new HostBuilder().group('odd', { allocatedBytes: 7 * 512 }).inventory(), '0.0.0'),
  );
  t.is(root.unaccountedBytes, 7 * 512);
  t.deepEqual(
    root.unaccounted.map((place) => place.path),
    [`${ROOT}/odd`],
  );
});

test('sizes beyond what a number holds exactly stop there instead of giving a negative rest', (t) => {
  const host = new HostBuilder();
  host.volume('a', Number.MAX_SAFE_INTEGER);
  host.chain(['b'], Number.MAX_SAFE_INTEGER);
  const root = rootOf(analyze(host.inventory(), '0.0.0'));
  t.is(root.allocatedBytes, Number.MAX_SAFE_INTEGER);
  t.is(root.unaccountedBytes, 0);
});

test('objects are counted where the category has any, and a directory of logs is no log', (t) => {
  const host = new HostBuilder();
  const image = host.image('app', ['a', 'b']);
  host.chain(['nobody']);
  host.container(
    'one',
    image,
    {},
    { logs: { 'ID-json.log': 512, 'local-logs': 4096, 'local-logs/container.log': 512 } },
  );
  host.volume('data', 512);
  host.cacheDirectory('step', 512);
  const objects = new Map(
    rootOf(analyze(host.inventory(), '0.0.0')).categories.map((category) => [
      category.category,
      category.objects,
    ]),
  );
  t.deepEqual(Object.fromEntries(objects), {
    'image-layers': 2,
    'writable-layers': 1,
    'container-logs': 2,
    'container-metadata': 1,
    volumes: 1,
    'build-cache': 1,
    'image-metadata': 1,
    'engine-state': 3,
    'image-content': 0,
    'other-namespaces': 0,
    leftovers: 1,
  });
});
