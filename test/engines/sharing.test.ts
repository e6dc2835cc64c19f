import test from 'ava';
import { join } from 'node:path';
import type { Report } from '../../src/report/types.js';
import { onlineReport } from './harness/bilge.js';
import { duAllocated } from './harness/disk-usage.js';
import { ownPart } from './harness/own-report.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { quiesce } from './harness/quiesce.js';
import { buildWorkload } from './harness/workload.js';

/**
 * Shared and unique bytes computed without bilge: which layers an image has by `docker inspect` (its graph driver's
 * directories), what each takes by du(1).
 */
interface Independent {
  readonly total: number;
  readonly shared: number;
  readonly unique: number;
}

let engine: PrivateEngine;
let report: Report;
/** Layer directories of each image that `docker images` lists, by image id. */
const directories = new Map<string, ReadonlySet<string>>();
const sizes = new Map<string, number>();

test.before(async () => {
  engine = await startPrivateEngine();
  await buildWorkload(engine);
  await quiesce(engine);
  report = ownPart(engine, await onlineReport(engine));
  const listed = await engine.docker(['images', '--no-trunc', '--quiet']);
  for (const id of new Set(listed.split('\n').filter(Boolean))) {
    const format = '{{.GraphDriver.Data.UpperDir}}:{{.GraphDriver.Data.LowerDir}}';
    const paths = (await engine.docker(['image', 'inspect', `--format=${format}`, id])).split(':');
    // An image without layers has no directories: the template prints "<no value>" then.
    const own = paths.filter((path) => path.startsWith('/')).map((path) => join(path, '..'));
    directories.set(id, new Set(own));
    for (const path of own) sizes.set(path, sizes.get(path) ?? (await duAllocated(path)));
  }
});

test.after.always(async () => {
  await engine?.cleanup();
});

function independently(id: string): Independent {
  let shared = 0;
  let unique = 0;
  for (const path of directories.get(id) ?? []) {
    const holders = [...directories.values()].filter((paths) => paths.has(path)).length;
    if (holders > 1) shared += sizes.get(path) ?? NaN;
    else unique += sizes.get(path) ?? NaN;
  }
  return { total: shared + unique, shared, unique };
}

test('total, shared and unique bytes of every listed image equal docker inspect and du', (t) => {
  const listed = report.images.filter((image) => !image.intermediate);
  t.deepEqual(listed.map((image) => image.id).sort(), [...directories.keys()].sort());
  for (const image of listed) {
    const { totalBytes, sharedBytes, uniqueBytes } = image;
    t.deepEqual(
      { total: totalBytes, shared: sharedBytes, unique: uniqueBytes },
      independently(image.id),
      image.references[0],
    );
  }
  t.true(listed.some((image) => (image.sharedBytes ?? 0) > 0 && (image.uniqueBytes ?? 0) > 0));
});

test('a layer names exactly the images that docker inspect finds it in', (t) => {
  const listed = new Set(directories.keys());
  for (const layer of report.layers) {
    const expected = [...directories].filter(([, paths]) => paths.has(layer.path ?? '')).map(([id]) => id);
    t.deepEqual(layer.images.filter((id) => listed.has(id)).sort(), expected.sort());
    t.is(layer.references, expected.length);
  }
});

test('a layer names exactly the containers that stand on it', async (t) => {
  for (const container of report.containers) {
    const lower = await engine.docker(['inspect', '--format={{.GraphDriver.Data.LowerDir}}', container.id]);
    const expected = lower
      .split(':')
      .map((path) => join(path, '..'))
      .filter((path) => !path.endsWith('-init'));
    const held = report.layers
      .filter((layer) => layer.containers.includes(container.id))
      .map((layer) => layer.path);
    t.deepEqual(held.sort(), expected.sort());
  }
});
