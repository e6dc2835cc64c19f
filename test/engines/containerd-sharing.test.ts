import test from 'ava';
import type { Report } from '../../src/report/types.js';
import { onlineReport } from './harness/bilge.js';
import { containerdFacts, type ContainerdFacts } from './harness/ctr.js';
import { expectedImage, partsOf, withParents } from './harness/ctr-images.js';
import { ownPart } from './harness/own-report.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { quiesce } from './harness/quiesce.js';
import { randomLayers, registryImage } from './harness/registry-image.js';
import { startRegistry } from './harness/registry.js';
import { buildWorkload } from './harness/workload.js';

/**
 * What bilge says of the images of containerd's store against what can be computed without it: names, blobs and
 * snapshots by the engine's own `ctr`, documents parsed here, bytes by du(1).
 */
let engine: PrivateEngine;
let report: Report;
let facts: ContainerdFacts;
/** Ids of the images that `docker images` lists. */
let listed: readonly string[];

async function pullImages(): Promise<void> {
  const shared = await randomLayers('pulled', 1, 300_000);
  const both = registryImage(
    { architecture: 'amd64', layers: [...shared, ...(await randomLayers('pulled amd64', 2, 200_000))] },
    { architecture: 'arm64', layers: await randomLayers('pulled arm64', 1, 150_000) },
  );
  const single = registryImage({
    architecture: 'amd64',
    layers: [...shared, ...(await randomLayers('pulled single', 1, 100_000))],
  });
  const registry = await startRegistry({ 'pulled/both:1': both, 'pulled/single:1': single });
  try {
    for (const name of ['both', 'single'])
      await engine.docker(['pull', '--quiet', `${registry.address}/pulled/${name}:1`]);
    await engine.docker(['tag', `${registry.address}/pulled/both:1`, 'pulled/both:again']);
  } finally {
    await registry.close();
  }
}

test.before(async () => {
  engine = await startPrivateEngine({ release: '28', imageStore: 'containerd', containerd: 'separate' });
  await buildWorkload(engine, { scale: 0.05, longLogLines: 50 });
  await pullImages();
  await quiesce(engine);
  report = ownPart(engine, await onlineReport(engine));
  facts = await containerdFacts(engine);
  listed = [
    ...new Set((await engine.docker(['images', '--no-trunc', '--quiet'])).split('\n').filter(Boolean)),
  ];
});

test.after.always(async () => {
  await engine?.cleanup();
});

test('every figure of every listed image equals what ctr, the documents and du give', (t) => {
  const images = report.images.filter((image) => !image.intermediate);
  t.deepEqual(images.map((image) => image.id).sort(), listed.toSorted());
  for (const image of images) {
    const { totalBytes, sharedBytes, uniqueBytes, contentSharedBytes, contentUniqueBytes } = image;
    t.deepEqual(
      {
        totalBytes,
        sharedBytes,
        uniqueBytes,
        layerBytes: image.layerBytes,
        contentBytes: image.contentBytes,
        contentSharedBytes,
        contentUniqueBytes,
        layers: image.layers.toSorted(),
        manifests: image.manifests.map(({ digest, kind, available, layers, layerBytes, contentBytes }) => ({
          digest,
          kind,
          available,
          layers: layers.toSorted(),
          layerBytes,
          contentBytes,
        })),
      },
      expectedImage(facts, listed, image.id),
      image.references[0] ?? image.id,
    );
  }
});

test('the images show every case: names, platforms, attestations, use, no name', (t) => {
  const two = report.images.find(({ references }) => references.includes('pulled/both:again'));
  t.is(two?.references.length, 2);
  t.deepEqual(
    two?.manifests.map(({ platform, available }) => [platform, available]),
    [
      ['linux/amd64', true],
      ['linux/arm64', false],
    ],
  );
  const kinds = report.images.flatMap(({ manifests }) => manifests.map(({ kind }) => kind));
  t.true(kinds.includes('attestation') && kinds.includes('image'));
  t.true(
    report.images.some(
      ({ dangling, intermediate, containers }) => dangling && !intermediate && containers.length > 0,
    ),
  );
  t.true(
    report.images.some(
      ({ dangling, intermediate, containers }) => dangling && !intermediate && containers.length === 0,
    ),
  );
  t.true(
    report.images.some(
      ({ contentSharedBytes, contentUniqueBytes }) =>
        (contentSharedBytes ?? 0) > 0 && (contentUniqueBytes ?? 0) > 0,
    ),
  );
});

test('the names of an image are those that ctr lists for its target', (t) => {
  for (const image of report.images) {
    const names = [...facts.names].filter(([, target]) => target === image.id).map(([name]) => name);
    const shown = names
      .filter((name) => !name.startsWith('moby-dangling@'))
      .map((name) => name.replace(/^docker\.io\/(?:library\/)?/, ''));
    t.true(names.length > 0);
    t.deepEqual(image.references.toSorted(), shown.toSorted());
  }
});

test('a layer is its snapshot: directory, bytes, parent, the images that hold it and the containers on it', async (t) => {
  const ids = (await engine.docker(['ps', '--all', '--quiet', '--no-trunc'])).split('\n');
  const standing = new Map(ids.map((id) => [id, withParents(facts, id)]));
  const ofContainers = new Set(ids.flatMap((id) => [id, `${id}-init`]));
  const committed = [...facts.snapshots.values()].filter(
    ({ key, kind }) => kind === 'Committed' && !ofContainers.has(key),
  );
  const layers = report.layers.filter(({ chainId }) => !chainId.endsWith('-view'));
  t.deepEqual(layers.map(({ chainId }) => chainId).sort(), committed.map(({ key }) => key).sort());
  for (const layer of layers) {
    const snapshot = facts.snapshots.get(layer.chainId);
    if (snapshot === undefined) return t.fail(layer.chainId);
    t.is(layer.path, snapshot.path);
    t.is(layer.allocatedBytes, snapshot.bytes);
    t.is(layer.parentChainId ?? '', snapshot.parent);
    const holders = listed.filter((id) => partsOf(facts, id).layers.has(layer.chainId));
    t.deepEqual(layer.images.filter((id) => listed.includes(id)).sort(), holders.toSorted());
    t.is(layer.references, holders.length);
    const containers = ids.filter((id) => standing.get(id)?.includes(layer.chainId));
    t.deepEqual(layer.containers.toSorted(), containers.toSorted());
  }
});

test('the writable layer of a container is its snapshot', (t) => {
  for (const container of report.containers) {
    t.is(container.writableLayerPath, facts.snapshots.get(container.id)?.path ?? null);
    t.is(container.writableLayerBytes, facts.snapshots.get(container.id)?.bytes ?? null);
    t.is(container.initLayerBytes, facts.snapshots.get(`${container.id}-init`)?.bytes ?? null);
  }
});
