import test, { type ExecutionContext } from 'ava';
import { join } from 'node:path';
import type { Report } from '../../src/report/types.js';
import { assertAddsUp } from './harness/assert-measured.js';
import { bilge, onlineReport } from './harness/bilge.js';
import { describeCrowd } from './harness/crowd/describe.js';
import { removeSet, startChain } from './harness/crowd/removal-chain.js';
import { restoreRoots, type SavedRoots, saveRoots } from './harness/crowd/roots.js';
import { seedCrowd } from './harness/crowd/seed-crowd.js';
import type { Crowd } from './harness/crowd/types.js';
import { duEach } from './harness/disk-usage.js';
import { engineObjects } from './harness/engine-objects.js';
import type { EngineOptions } from './harness/engine-options.js';
import { objects, ownPart } from './harness/own-report.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { quiesce } from './harness/quiesce.js';

/**
 * Sets that are removed in the end, from hosts that are restored as often as they are empty: 200 in all on the two kinds
 * of engines. With `BILGE_REMOVAL_SETS=200` it is as many on each, which takes five minutes.
 */
const SETS = Number(process.env['BILGE_REMOVAL_SETS'] ?? 100);

const KINDS: readonly (readonly [string, EngineOptions])[] = [
  ['20.10 with overlay2', {}],
  ['28 with containerd’s store', { release: '28', imageStore: 'containerd' }],
];

async function reportAtRest(engine: PrivateEngine): Promise<Report> {
  await quiesce(engine);
  return ownPart(engine, await onlineReport(engine));
}

function assertNumbers(t: ExecutionContext, crowd: Crowd): void {
  t.true(crowd.images.length >= 60, String(crowd.images.length));
  t.true(crowd.images.filter(({ references }) => references.length === 0).length >= 5);
  t.true(crowd.images.filter(({ references }) => references.length >= 2).length >= 5);
  t.true(crowd.intermediateImages.length > 0);
  t.is(crowd.containers.length, 30);
  t.is(crowd.volumes.length, 30);
  t.true(crowd.volumes.filter(({ anonymous }) => anonymous).length >= 5);
  t.is(crowd.networks.length, 3);
  t.true(crowd.buildCache.length >= 20, String(crowd.buildCache.length));
}

function assertUse(t: ExecutionContext, { containers, images, volumes, mustStay }: Crowd): void {
  const running = containers.filter(({ state }) => state === 'running').map(({ id }) => id);
  t.deepEqual([...mustStay.containers].sort(), running.sort());
  t.is(mustStay.containers.length, 4);
  t.is(mustStay.images.length, 4);
  t.true(mustStay.volumes.length >= 4);
  t.is(mustStay.networks.length, 1);
  t.true(images.filter(({ containers }) => containers.length > 0).length >= 20);
  t.true(images.filter((image) => image.references.length === 0 && image.containers.length > 0).length >= 3);
  t.true(volumes.filter(({ containers }) => containers.length >= 2).length >= 3);
  t.true(volumes.filter(({ containers }) => containers.length === 0).length >= 5);
}

function assertSharing(t: ExecutionContext, { layers, buildCache }: Report): void {
  t.true(layers.some(({ images }) => images.length >= 40));
  t.true(layers.filter(({ images }) => images.length >= 2).length >= 20);
  t.true(layers.filter(({ images }) => images.length === 1).length >= 20);
  t.true(layers.filter(({ images, buildCache }) => images.length > 0 && buildCache).length >= 3);
  t.true(layers.filter(({ images, buildCache }) => images.length === 0 && buildCache).length >= 3);
  t.true(buildCache.filter(({ shared }) => shared).length >= 10);
  t.true(buildCache.filter(({ shared, parents }) => !shared && parents.length > 0).length >= 2);
  t.true(buildCache.filter(({ type }) => type === 'exec.cachemount').length >= 2);
}

/** Each layer, writable layer, log and volume takes what du sees there. */
async function assertMeasured(t: ExecutionContext, { layers, containers, volumes }: Report): Promise<void> {
  const told = new Map<string, number | null>([
    ...layers.map(({ path, allocatedBytes }) => [path ?? '', allocatedBytes] as const),
    ...containers.map((one) => [one.writableLayerPath ?? '', one.writableLayerBytes] as const),
    ...containers.flatMap(({ id, root, logFiles }) =>
      logFiles.map((file) => [join(root ?? '', 'containers', id, file.name), file.allocatedBytes] as const),
    ),
    ...volumes.map((one) => [join(one.root ?? '', 'volumes', one.name), one.allocatedBytes] as const),
  ]);
  t.deepEqual(told, new Map<string, number | null>(await duEach([...told.keys()])));
}

for (const [kind, options] of KINDS) {
  let engine: PrivateEngine | undefined;
  let crowd: Crowd;
  let saved: SavedRoots;
  let report: Report;

  test.after.always(async () => {
    await engine?.cleanup();
  });

  test.serial(`${kind}: a seeded host has the promised numbers of each kind`, async (t) => {
    engine = await startPrivateEngine(options);
    crowd = await seedCrowd(engine, 'crowd');
    assertNumbers(t, crowd);
    assertUse(t, crowd);
  });

  test.serial(`${kind}: the report of a crowded host adds up to the byte, without leftovers`, async (t) => {
    if (engine === undefined) return t.fail('no engine');
    saved = await saveRoots(engine);
    // A copied database takes fewer blocks than the one it was copied from.
    await restoreRoots(engine, saved);
    t.deepEqual(await describeCrowd(engine), crowd);
    report = await reportAtRest(engine);
    await assertAddsUp(t, report);
    await assertMeasured(t, report);
    t.deepEqual(report.leftovers, []);
    t.is((await bilge(['df', '-H', engine.host])).code, 0);
  });

  test.serial(`${kind}: images, containers and build cache share layers in many ways`, (t) => {
    assertSharing(t, report);
  });

  test.serial(`${kind}: a restored host has the same objects of the same sizes`, async (t) => {
    if (engine === undefined) return t.fail('no engine');
    await engine.docker(['network', 'create', 'crowd-extra']);
    await engine.docker(['system', 'prune', '--all', '--force', '--volumes']);
    const pruned = await describeCrowd(engine);
    t.deepEqual(pruned.containers.map(({ id }) => id).sort(), [...crowd.mustStay.containers].sort());
    t.deepEqual(pruned.images.map(({ id }) => id).sort(), [...crowd.mustStay.images].sort());
    await restoreRoots(engine, saved);
    t.deepEqual(await describeCrowd(engine), crowd);
    const restored = await reportAtRest(engine);
    await assertAddsUp(t, restored);
    t.deepEqual(objects(restored), objects(report));
  });

  test.serial(`${kind}: ${SETS} random sets free exactly what is predicted for them`, async (t) => {
    t.timeout(900_000);
    if (engine === undefined) return t.fail('no engine');
    let sets = 0;
    let objectCount = 0;
    for (let round = 0; sets < SETS; round++) {
      await restoreRoots(engine, saved);
      await quiesce(engine);
      const chain = await startChain(engine, `${kind} ${round}`);
      const listed = await engineObjects(engine);
      // Until nothing is left that goes.
      for (let empty = 0; sets < SETS && empty < 10;) {
        const count = await removeSet(t, chain, sets % 4 === 0);
        empty = count === 0 ? empty + 1 : 0;
        if (count > 0) sets++;
        objectCount += count;
      }
      // Of everything that the engine lists, what is missing now was in one of the sets.
      const left = new Set(await engineObjects(engine));
      t.deepEqual(listed.filter((one) => !left.has(one)).sort(), [...chain.gone].sort());
    }
    t.log(`${sets} sets, ${objectCount} objects`);
  });
}
