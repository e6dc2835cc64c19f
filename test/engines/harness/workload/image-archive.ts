import { createHash } from 'node:crypto';
import { buildTar, type TarEntry } from './tar.js';

/** An image for `docker load`: its tags, its layers as archives (lowest first), and how it is configured. */
export interface ArchivedImage {
  readonly tags: readonly string[];
  readonly layers: readonly Buffer[];
  readonly command: readonly string[];
  readonly environment?: readonly string[];
  readonly volumes?: readonly string[];
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function configOf(image: ArchivedImage): Buffer {
  const created = '2024-02-12T10:30:00Z';
  const history = image.layers.map((_, index) => ({ created, created_by: `ADD layer ${index + 1}` }));
  return Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      created,
      config: {
        Cmd: image.command,
        Env: ['PATH=/bin', ...(image.environment ?? [])],
        ...(image.volumes === undefined
          ? {}
          : { Volumes: Object.fromEntries(image.volumes.map((path) => [path, {}])) }),
      },
      history,
      rootfs: { type: 'layers', diff_ids: image.layers.map((layer) => `sha256:${sha256(layer)}`) },
    }),
  );
}

/**
 * The format of `docker save` (image/spec/v1.2.md of the engine): `manifest.json` names each image's configuration
 * and layers. The same images make the same bytes, and so the same image ids.
 */
export async function imageArchive(images: readonly ArchivedImage[]): Promise<Buffer> {
  const files = new Map<string, Buffer>();
  const manifest = images.map((image) => {
    const config = configOf(image);
    files.set(`${sha256(config)}.json`, config);
    const layers = image.layers.map((layer) => {
      const path = `${sha256(layer)}/layer.tar`;
      files.set(path, layer);
      return path;
    });
    return { Config: `${sha256(config)}.json`, RepoTags: image.tags, Layers: layers };
  });
  const entries: TarEntry[] = [...files].map(([path, content]) => ({ path, content }));
  return buildTar([...entries, { path: 'manifest.json', content: JSON.stringify(manifest) }]);
}
