import { createHash } from 'node:crypto';
import type { ContainerdFacts, Descriptor } from './ctr.js';

/** OCI image-spec, config.md: what names a layer with everything below it. */
function chainIds(diffIds: readonly string[]): readonly string[] {
  const chain: string[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    const text = `${below} ${diffId}`;
    chain.push(below === undefined ? diffId : `sha256:${createHash('sha256').update(text).digest('hex')}`);
  }
  return chain;
}

/** A snapshot and all below it. */
export function withParents(facts: ContainerdFacts, key: string): readonly string[] {
  const found: string[] = [];
  for (let next = facts.snapshots.get(key); next !== undefined; next = facts.snapshots.get(next.parent))
    found.push(next.key);
  return found;
}

interface Parts {
  readonly blobs: ReadonlySet<string>;
  readonly layers: ReadonlySet<string>;
}

interface Manifest extends Parts {
  readonly descriptor: Descriptor;
  readonly kind: 'image' | 'attestation' | 'unknown';
}

/** Blobs that are here, and those that they keep by their labels. */
function withKept(facts: ContainerdFacts, digests: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [...digests];
  for (let digest = pending.pop(); digest !== undefined; digest = pending.pop()) {
    if (found.has(digest) || !facts.blobs.has(digest)) continue;
    found.add(digest);
    pending.push(...(facts.kept.get(digest) ?? []));
  }
  return found;
}

function manifestOf(facts: ContainerdFacts, descriptor: Descriptor): Manifest {
  const document = facts.documents.get(descriptor.digest);
  const isAttestation = descriptor.annotations?.['vnd.docker.reference.type'] !== undefined;
  const config = facts.documents.get(document?.config?.digest ?? '');
  const named = [
    descriptor,
    ...(document?.config === undefined ? [] : [document.config]),
    ...(document?.layers ?? []),
  ];
  const tops = isAttestation ? [] : chainIds(config?.rootfs?.diff_ids ?? []);
  return {
    descriptor,
    kind: isAttestation ? 'attestation' : document === undefined ? 'unknown' : 'image',
    blobs: withKept(
      facts,
      named.map(({ digest }) => digest),
    ),
    layers: new Set(tops.flatMap((top) => withParents(facts, top))),
  };
}

function manifestsOf(facts: ContainerdFacts, id: string): readonly Manifest[] {
  const document = facts.documents.get(id);
  const mediaType = document?.mediaType ?? '';
  return (document?.manifests ?? [{ digest: id, mediaType }]).map((one) => manifestOf(facts, one));
}

export function partsOf(facts: ContainerdFacts, id: string): Parts {
  const manifests = manifestsOf(facts, id);
  return {
    blobs: new Set([id, ...manifests.flatMap(({ blobs }) => [...blobs])]),
    layers: new Set(manifests.flatMap(({ layers }) => [...layers])),
  };
}

function blobBytes(facts: ContainerdFacts, digests: Iterable<string>): number {
  return [...digests].reduce((sum, digest) => sum + (facts.blobs.get(digest) ?? Number.NaN), 0);
}

function layerBytes(facts: ContainerdFacts, keys: Iterable<string>): number {
  return [...keys].reduce((sum, key) => sum + (facts.snapshots.get(key)?.bytes ?? Number.NaN), 0);
}

/**
 * Figures of an image as they follow from the facts.
 * @param listed ids of the images among which it shares
 */
export function expectedImage(facts: ContainerdFacts, listed: readonly string[], id: string) {
  const parts = partsOf(facts, id);
  const others = listed.filter((other) => other !== id).map((other) => partsOf(facts, other));
  const sharedBlobs = [...parts.blobs].filter((digest) => others.some(({ blobs }) => blobs.has(digest)));
  const sharedLayers = [...parts.layers].filter((key) => others.some(({ layers }) => layers.has(key)));
  const contentBytes = blobBytes(facts, parts.blobs);
  const contentSharedBytes = blobBytes(facts, sharedBlobs);
  const totalBytes = contentBytes + layerBytes(facts, parts.layers);
  const sharedBytes = contentSharedBytes + layerBytes(facts, sharedLayers);
  return {
    totalBytes,
    sharedBytes,
    uniqueBytes: totalBytes - sharedBytes,
    layerBytes: totalBytes - contentBytes,
    contentBytes,
    contentSharedBytes,
    contentUniqueBytes: contentBytes - contentSharedBytes,
    layers: [...parts.layers].sort(),
    manifests: manifestsOf(facts, id).map(({ descriptor, kind, blobs, layers }) => ({
      digest: descriptor.digest,
      kind,
      available: kind !== 'unknown',
      layers: [...layers].sort(),
      layerBytes: layerBytes(facts, layers),
      contentBytes: blobBytes(facts, blobs),
    })),
  };
}
