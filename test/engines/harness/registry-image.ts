import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { seededBytes } from './workload/seeded-bytes.js';
import { buildTar, seededFiles } from './workload/tar.js';

/** Something a registry can be asked for by its digest. */
export interface RegistryBlob {
  readonly digest: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** An image for one architecture, with its layers as uncompressed archives, lowest first. */
export interface PlatformContent {
  readonly architecture: string;
  readonly layers: readonly Buffer[];
}

/** An image as a registry holds it. */
export interface RegistryImage {
  /** What its name leads to: the manifest, or the index where it has several platforms. */
  readonly top: RegistryBlob;
  /** Compressed layers by platform, in the order they were given, lowest first. */
  readonly layers: readonly (readonly RegistryBlob[])[];
  /** Everything of it, `top` and layers included. */
  readonly blobs: readonly RegistryBlob[];
}

const OCI = 'application/vnd.oci.image';

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function blob(mediaType: string, content: Buffer): RegistryBlob {
  return { digest: digestOf(content), mediaType, content };
}

function jsonBlob(mediaType: string, value: unknown): RegistryBlob {
  return blob(mediaType, Buffer.from(JSON.stringify(value)));
}

function descriptor({ mediaType, digest, content }: RegistryBlob): Readonly<Record<string, unknown>> {
  return { mediaType, digest, size: content.length };
}

/** Manifest, configuration and layers for one platform, in this order. OCI image-spec, manifest.md and config.md. */
function platformBlobs({
  architecture,
  layers,
}: PlatformContent): readonly [RegistryBlob, ...RegistryBlob[]] {
  const created = '2024-02-12T10:30:00Z';
  const config = jsonBlob(`${OCI}.config.v1+json`, {
    architecture,
    os: 'linux',
    created,
    config: { Cmd: ['sh'], Env: ['PATH=/bin'] },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => digestOf(layer)) },
    history: layers.map((_, index) => ({ created, created_by: `ADD layer ${index + 1}` })),
  });
  const packed = layers.map((layer) => blob(`${OCI}.layer.v1.tar+gzip`, gzipSync(layer, { level: 1 })));
  const mediaType = `${OCI}.manifest.v1+json`;
  const manifest = jsonBlob(mediaType, {
    schemaVersion: 2,
    mediaType,
    config: descriptor(config),
    layers: packed.map((layer) => descriptor(layer)),
  });
  return [manifest, config, ...packed];
}

/** An image from its layers; with several platforms it gets an index. The same layers make the same digests. */
export function registryImage(...platforms: readonly [PlatformContent, ...PlatformContent[]]): RegistryImage {
  const [first, ...others] = platforms;
  const made = [platformBlobs(first), ...others.map((platform) => platformBlobs(platform))] as const;
  const mediaType = `${OCI}.index.v1+json`;
  const top =
    others.length === 0
      ? made[0][0]
      : jsonBlob(mediaType, {
          schemaVersion: 2,
          mediaType,
          manifests: made.map(([manifest], index) => ({
            ...descriptor(manifest),
            platform: { os: 'linux', architecture: platforms[index]?.architecture },
          })),
        });
  return { top, layers: made.map(([, , ...layers]) => layers), blobs: [top, ...made.flat()] };
}

/** Layers whose content cannot be compressed: `count` archives with one file of `bytes` each. */
export function randomLayers(seed: string, count: number, bytes: number): Promise<readonly Buffer[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      buildTar(
        seededFiles((label, length) => seededBytes(seed, label, length), `layer-${index + 1}`, 1, bytes),
      ),
    ),
  );
}
