import test from 'ava';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineOptions } from './harness/engine-options.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { randomLayers, type RegistryImage, registryImage } from './harness/registry-image.js';
import { startRegistry } from './harness/registry.js';
import { until } from './harness/until.js';

const STOP = 2_500_000;

interface Download {
  readonly title: string;
  readonly options: EngineOptions;
  /** Files of the engine that hold an unfinished download. */
  readonly partial: (engine: PrivateEngine) => readonly string[];
  /** Length of the one that stands still. containerd writes whole MiB (content.Copy). */
  readonly bytes: number;
}

function filesBelow(directory: string, pattern: RegExp): readonly string[] {
  if (!existsSync(directory)) return [];
  const found = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return found.filter((path) => pattern.test(path)).map((path) => join(directory, path));
}

/** A finished download may be gone before it is asked for. */
function sizeNow(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

const DOWNLOADS: readonly Download[] = [
  {
    title: 'the graph driver store',
    options: {},
    partial: ({ layout }) => filesBelow(join(layout.dataRoot, 'tmp'), /^GetImageBlob\d+$/),
    bytes: STOP,
  },
  {
    title: 'the containerd store',
    options: { release: '28', imageStore: 'containerd' },
    partial: ({ layout }) =>
      filesBelow(join(layout.containerdRoot, 'io.containerd.content.v1.content', 'ingest'), /\/data$/),
    bytes: 2 * 1024 * 1024,
  },
];

async function twoPlatforms(seed: string): Promise<RegistryImage> {
  return registryImage(
    { architecture: 'amd64', layers: await randomLayers(seed, 2, 3_000_000) },
    { architecture: 'arm64', layers: await randomLayers(`${seed} arm`, 1, 1000) },
  );
}

for (const { title, options, partial, bytes } of DOWNLOADS) {
  test.serial(`${title} pulls an image, and an interrupted pull stands at the point chosen`, async (t) => {
    const image = await twoPlatforms(title);
    const broken = await twoPlatforms(`${title}, broken off`);
    const digest = broken.layers[0]?.[1]?.digest ?? '';
    const images = { 'shop/app:1': image, 'shop/app:2': broken };
    const registry = await startRegistry(images, { hang: { digest, afterBytes: STOP } });
    const engine = await startPrivateEngine(options);
    try {
      const reference = `${registry.address}/shop/app`;
      await engine.docker(['pull', '--quiet', `${reference}:1`]);
      const pulled = await engine.docker(['image', 'inspect', '--format={{.RepoDigests}}', `${reference}:1`]);
      t.is(pulled, `[${reference}@${image.top.digest}]`);
      t.deepEqual(partial(engine), []);
      const pull = t.throwsAsync(engine.docker(['pull', '--quiet', `${reference}:2`]));
      await registry.hung;
      const sizes = (): readonly number[] => partial(engine).map((path) => sizeNow(path));
      await until(
        'the engine to write what it got, and to finish the other layer',
        () => sizes().join() === `${bytes}`,
        30_000,
      );
      await engine.kill();
      await pull;
      t.deepEqual(sizes(), [bytes]);
      registry.resume();
      await engine.start();
      await engine.docker(['pull', '--quiet', `${reference}:2`]);
    } finally {
      await engine.cleanup();
      await registry.close();
    }
  });
}

test('a registry answers as slowly as it is told to, and knows only its images', async (t) => {
  const image = registryImage({ architecture: 'amd64', layers: await randomLayers('slow', 1, 1000) });
  const registry = await startRegistry({ 'shop/app:1': image }, { bytesPerSecond: 10_000 });
  const ask = (path: string, method = 'GET'): Promise<Response> =>
    fetch(`http://${registry.address}/v2/${path}`, { method });
  try {
    t.is((await ask('')).status, 200);
    t.is((await ask('shop/app/manifests/2')).status, 404);
    const head = await ask('shop/app/manifests/1', 'HEAD');
    t.is(head.headers.get('docker-content-digest'), image.top.digest);
    const layer = image.layers[0]?.[0];
    const { body } = await ask(`shop/app/blobs/${layer?.digest}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    t.deepEqual(Buffer.concat(chunks), layer?.content);
    t.true(chunks.length > 1);
  } finally {
    await registry.close();
  }
});
