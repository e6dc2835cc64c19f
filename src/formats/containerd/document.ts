import type { BlobDocument, Descriptor } from '../../model/containerd.js';
import { FormatError } from '../format-error.js';
import { parseImageConfig } from '../image-config.js';
import { asCount, asObject, asStringMap, asText, type JsonObject, parseJsonObject } from '../json-access.js';

export type DocumentKind = BlobDocument['kind'];

/** Source: OCI image specification, media-types.md; distribution, manifest v2 schema 2. */
const KINDS: ReadonlyMap<string, DocumentKind> = new Map([
  ['application/vnd.oci.image.index.v1+json', 'index'],
  ['application/vnd.docker.distribution.manifest.list.v2+json', 'index'],
  ['application/vnd.oci.image.manifest.v1+json', 'manifest'],
  ['application/vnd.docker.distribution.manifest.v2+json', 'manifest'],
  ['application/vnd.oci.image.config.v1+json', 'config'],
  ['application/vnd.docker.container.image.v1+json', 'config'],
]);

/** What a blob of this media type is; `null` for layers and everything else that is no document. */
export function documentKind(mediaType: string): DocumentKind | null {
  return KINDS.get(mediaType) ?? null;
}

/** `os/architecture[/variant]`, as the configuration of the image has it. */
function platformOf(value: unknown): string | null {
  const platform = asObject(value);
  const parts = [platform?.['os'], platform?.['architecture'], platform?.['variant']]
    .map(asText)
    .filter((part) => part !== null);
  return parts.length >= 2 ? parts.join('/') : null;
}

function descriptor(value: unknown, format: string): Descriptor {
  const object = asObject(value);
  const digest = asText(object?.['digest']);
  if (object === null || digest === null) throw new FormatError(format, 'a reference in it has no digest');
  return {
    digest,
    mediaType: asText(object['mediaType']) ?? '',
    sizeBytes: asCount(object['size']),
    platform: platformOf(object['platform']),
    annotations: asStringMap(object['annotations']),
  };
}

/** A list of references; Go writes `null` for an empty one. One that is damaged spoils the document. */
function descriptors(value: unknown, format: string): Descriptor[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new FormatError(format, 'its list of references is damaged');
  return value.map((item: unknown) => descriptor(item, format));
}

function parseIndex(object: JsonObject): BlobDocument {
  if (!('manifests' in object)) throw new FormatError('image index', 'it lists no manifests');
  return { kind: 'index', manifests: descriptors(object['manifests'], 'image index') };
}

function parseManifest(object: JsonObject): BlobDocument {
  const config = object['config'] ?? null;
  if (config === null && !('layers' in object)) {
    throw new FormatError('image manifest', 'it has neither a configuration nor layers');
  }
  return {
    kind: 'manifest',
    config: config === null ? null : descriptor(config, 'image manifest'),
    layers: descriptors(object['layers'], 'image manifest'),
  };
}

/**
 * Reads a blob that is said to be a document of this kind: an OCI index or a manifest list, a manifest, an image
 * configuration. Source: OCI image specification, image-index.md, manifest.md, config.md.
 * @throws FormatError
 */
export function parseDocument(data: Uint8Array, kind: DocumentKind): BlobDocument {
  if (kind === 'index') return parseIndex(parseJsonObject(data, 'image index'));
  if (kind === 'manifest') return parseManifest(parseJsonObject(data, 'image manifest'));
  return { kind: 'config', config: parseImageConfig(data) };
}

/**
 * Reads a blob of which only the content can tell what it is: an index or a manifest, by its own media type or by
 * what it lists. `null` for everything else. Never throws.
 */
export function recognizeDocument(data: Uint8Array): BlobDocument | null {
  try {
    const object = parseJsonObject(data, 'document');
    const stated = documentKind(asText(object['mediaType']) ?? '');
    if (stated === 'index' || (stated === null && Array.isArray(object['manifests'])))
      return parseIndex(object);
    return stated === 'manifest' || Array.isArray(object['layers']) ? parseManifest(object) : null;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null;
  }
}
