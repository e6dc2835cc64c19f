import test from 'ava';
import * as fc from 'fast-check';
import { analyze } from '../../src/analyzers/analyze.js';
import { chainIds } from '../../src/model/digest.js';
import type { Inventory } from '../../src/model/inventory.js';
import type { Report } from '../../src/report/types.js';
import { hostSpec, inventoryOf } from './arbitrary-host.js';
import { findIn } from './find.js';
import { HostBuilder, ROOT } from './host-builder.js';
import { aStore, digestOf } from './records.js';

/** Sizes of an image computed the plain way: look every layer up, look through every other image. */
function naiveSizes(inventory: Inventory, imageId: string): { total: number; shared: number } {
  const root = inventory.roots[0];
  const store = root?.records.stores[0];
  const images = store?.images ?? [];
  const image = findIn(images, ({ id }) => id === imageId);
  const listed = images.filter(
    ({ id, references }) =>
      id !== imageId && (references.length > 0 || !images.some((other) => other.parentId === id)),
  );
  let total = 0;
  let shared = 0;
  for (const chain of chainIds(image.diffIds)) {
    const layer = store?.layers.find(({ chainId }) => chainId === chain);
    const path = `overlay2/${layer?.cacheId ?? ''}`;
    const bytes = root?.walk?.groups.find((group) => group.path === path)?.allocatedBytes ?? Number.NaN;
    total += bytes;
    if (listed.some(({ diffIds }) => chainIds(diffIds).includes(chain))) shared += bytes;
  }
  return { total, shared };
}

function imageNamed(report: Report, name: string) {
  return findIn(report.images, (image) => image.references.includes(`${name}:latest`));
}

test('the bytes of any image are its shared and its unique ones, as counted the plain way', (t) => {
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const inventory = inventoryOf(spec);
      for (const image of analyze(inventory, '0.0.0').images) {
        const { total, shared } = naiveSizes(inventory, image.id);
        t.is(image.totalBytes, total);
        t.is(image.sharedBytes, shared);
        t.is(image.uniqueBytes, total - shared);
      }
    }),
    { numRuns: 200 },
  );
});

test('a layer of two images is shared by both, and removing one of them keeps it', (t) => {
  const host = new HostBuilder();
  host.image('app', ['base', 'app'], {}, 10_000);
  host.image('tool', ['base', 'tool'], {}, 10_000);
  const report = analyze(host.inventory(), '0.0.0');
  const app = imageNamed(report, 'app');
  t.is(app.totalBytes, 20_000);
  t.is(app.sharedBytes, 10_000);
  t.is(app.uniqueBytes, 10_000);
  // Its own layer, the layer's record, and the image's configuration.
  t.is(app.reclaimableBytes, 10_000 + 8192 + 4096);
  t.is(app.metadataBytes, 8192 + 4096);
});

test('two tags of one image share nothing with each other', (t) => {
  const host = new HostBuilder();
  host.image('app', ['base'], { references: ['app:1', 'app:2'] }, 10_000);
  const [app] = analyze(host.inventory(), '0.0.0').images;
  t.is(app?.uniqueBytes, 10_000);
});

test('an intermediate image makes nothing shared, and goes with its last child', (t) => {
  const host = new HostBuilder();
  const step = host.image('step', ['base'], { references: [] }, 10_000);
  host.image('app', ['base', 'app'], { parentId: step.id }, 5_000);
  const report = analyze(host.inventory(), '0.0.0');
  const app = imageNamed(report, 'app');
  t.is(app.uniqueBytes, 15_000);
  t.is(app.reclaimableBytes, 15_000 + 2 * 8192 + 2 * 4096);
  const intermediate = findIn(report.images, (image) => image.id === step.id);
  t.true(intermediate.intermediate);
  t.true(intermediate.dangling);
  t.is(intermediate.sharedBytes, 10_000);
  t.is(intermediate.reclaimableBytes, 0);
});

test('an image that a container of any state uses frees nothing', (t) => {
  const host = new HostBuilder();
  const app = host.image('app', ['base']);
  const container = host.container('one', app, { status: 'exited' });
  const [image] = analyze(host.inventory(), '0.0.0').images;
  t.is(image?.reclaimableBytes, 0);
  t.deepEqual(image?.containers, [container.id]);
});

test('a container uses the image in its own root, not the same image of another engine', (t) => {
  const own = new HostBuilder();
  own.container('web', own.image('app', ['base']));
  const other = new HostBuilder();
  other.image('app', ['base']);
  const { roots, ...inventory } = own.inventory();
  const others = other.inventory().roots.map((root) => ({ ...root, path: '/srv/other' }));
  const report = analyze({ ...inventory, engine: null, roots: [...roots, ...others] }, '0.0.0');
  t.deepEqual(
    report.images.map(({ root, containers, reclaimableBytes }) => [
      root,
      containers.length,
      (reclaimableBytes ?? 0) > 0,
    ]),
    [
      [ROOT, 1, false],
      ['/srv/other', 0, true],
    ],
  );
  t.true((findIn(report.roots, ({ path }) => path === '/srv/other').reclaimableBytes ?? 0) > 0);
});

test('where it is unknown what BuildKit holds, no image is promised to free anything', (t) => {
  const host = new HostBuilder();
  host.image('app', ['base']);
  const used = host.image('used', ['other']);
  host.container('one', used);
  const report = analyze(host.inventory({ records: { buildCacheHoldings: null } }), '0.0.0');
  t.is(imageNamed(report, 'app').reclaimableBytes, null);
  t.regex(imageNamed(report, 'app').unmeasuredReason ?? '', /BuildKit/);
  t.is(imageNamed(report, 'used').reclaimableBytes, 0);
  t.true((imageNamed(report, 'app').totalBytes ?? 0) > 0);
});

test('an image with a layer that the walk has not met has no total instead of a smaller one', (t) => {
  const host = new HostBuilder();
  const app = host.image('app', ['base', 'top']);
  const top = host.layers.get(host.chain(['base', 'top']));
  host.groups.delete(`overlay2/${top?.cacheId ?? ''}`);
  const image = findIn(analyze(host.inventory(), '0.0.0').images, ({ id }) => id === app.id);
  t.is(image.totalBytes, null);
  t.not(image.unmeasuredReason, null);
});

test('an image without layers takes 0 bytes, measured', (t) => {
  const host = new HostBuilder();
  host.image('scratch', []);
  const [image] = analyze(host.inventory(), '0.0.0').images;
  t.is(image?.totalBytes, 0);
  t.is(image?.source, 'disk');
});

test('images of a driver whose layers no walk sees have no sizes, and the reason names the driver', (t) => {
  const host = new HostBuilder();
  host.group('devicemapper').group('devicemapper/metadata').group('devicemapper/metadata/somewhere');
  const app = host.image('app', ['base']);
  const layer = [...host.layers.values()].map((one) => ({ ...one, cacheId: 'somewhere' }));
  const stores = [aStore({ driver: 'devicemapper', images: [app], layers: layer })];
  const report = analyze(host.inventory({ records: { stores }, earlier: { stores } }), '0.0.0');
  const [image] = report.images;
  t.is(image?.totalBytes, null);
  t.is(image?.reclaimableBytes, null);
  t.regex(image?.unmeasuredReason ?? '', /storage driver devicemapper /);
  t.is(report.layers[0]?.allocatedBytes, null);
  t.regex(report.layers[0]?.unmeasuredReason ?? '', /storage driver devicemapper /);
});

test('each layer names its holders and the step that made it', (t) => {
  const host = new HostBuilder();
  const app = host.image('app', ['base', 'top'], { createdBy: ['ADD base', 'RUN top'] });
  const step = host.image('step', ['base'], { references: [], parentId: null });
  host.images[0] = { ...app, parentId: step.id };
  const container = host.container('one', app);
  host.cacheLayer('cached', host.chain(['base']));
  const report = analyze(host.inventory(), '0.0.0');
  const base = findIn(report.layers, (layer) => layer.chainId === digestOf('base'));
  t.deepEqual([...base.images].sort(), [app.id, step.id].sort());
  t.deepEqual(base.containers, [container.id]);
  t.is(base.references, 1);
  t.true(base.buildCache);
  t.is(base.createdBy, 'ADD base');
  t.is(base.metadataBytes, 8192);
});
