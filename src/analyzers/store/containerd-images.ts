import type { ContainerdImage, Descriptor } from '../../model/containerd.js';
import { chainIds } from '../../model/digest.js';
import type { ImageConfig } from '../../model/image-config.js';
import type { ContainerdIndex } from './containerd-index.js';
import type { StoreImage, StoreManifest } from './layer-store.js';
import { blobNode, snapshotNode } from './reference-graph.js';

/** Domain and path that short image names leave out. Source: distribution/reference, normalize.go. */
const DEFAULT_DOMAIN = 'docker.io/';
const OFFICIAL = 'library/';

/** Name of an image that lost its tag, for containerd's sake. Source: moby, daemon/containerd/image_tag.go. */
const DANGLING = /^moby-dangling@/;

const REFERENCE_TYPE = 'vnd.docker.reference.type';
const PARENT_LABEL = 'org.mobyproject.image.parent';

/** Bound for documents that refer to each other in a circle. */
const MAX_DEPTH = 8;

/** A name as Docker shows it: without the default domain. */
function familiarName(name: string): string {
  const short = name.startsWith(DEFAULT_DOMAIN) ? name.slice(DEFAULT_DOMAIN.length) : name;
  return short !== name && short.startsWith(OFFICIAL) ? short.slice(OFFICIAL.length) : short;
}

/** The name that a reference in a container's configuration stands for, as {@link familiarName} shows it. */
export function taggedName(reference: string): string {
  const name = familiarName(reference);
  return /[:@][^/]*$/.test(name) ? name : `${name}:latest`;
}

/** The images of Docker's namespace: one for each target, with all names that point to it. */
export function containerdImages(index: ContainerdIndex): Map<string, StoreImage> {
  const byTarget = new Map<string, ContainerdImage[]>();
  for (const image of index.namespace?.images ?? []) {
    const known = byTarget.get(image.target.digest) ?? [];
    known.push(image);
    byTarget.set(image.target.digest, known);
  }
  return new Map([...byTarget].map(([id, named]) => [id, imageOf(index, id, named)]));
}

function imageOf(index: ContainerdIndex, id: string, named: readonly ContainerdImage[]): StoreImage {
  const target = named[0]?.target ?? null;
  const manifests = target === null ? [] : manifestsOf(index, target, 0);
  const main =
    manifests.find((one) => one.manifest.kind === 'image' && one.manifest.available) ?? manifests[0];
  const reached = index.split(index.references.reach([blobNode(id)]));
  const unpacked = manifests.flatMap(({ manifest }) => manifest.layers);
  const layers = inOrder(index, new Set([...reached.layers, ...unpacked]));
  const labels = named.flatMap((image) => Object.entries(image.labels));
  const parentId = labels.find(([label]) => label === PARENT_LABEL)?.[1] ?? null;
  return {
    record: {
      id,
      references: named
        .filter(({ name }) => !DANGLING.test(name))
        .map(({ name }) => familiarName(name))
        .sort(),
      platform: main?.config?.platform ?? main?.manifest.platform ?? null,
      createdAt: main?.config?.createdAt ?? null,
      taggedAt: named.map(({ updatedAt }) => updatedAt).reduce(later, null),
      parentId: parentId === '' ? null : parentId,
      labels: main?.config?.labels ?? {},
      diffIds: main?.config?.diffIds ?? [],
      createdBy: main?.config?.createdBy ?? [],
      configPath: null,
      engineSizeBytes: null,
      engineSharedBytes: null,
    },
    layers,
    keptLayers: inOrder(index, reached.layers),
    blobs: [...reached.blobs].sort(),
    manifests: manifests.map(({ manifest }) => manifest),
    metadata: [],
  };
}

function later(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return Date.parse(left) >= Date.parse(right) ? left : right;
}

interface ReadManifest {
  readonly manifest: StoreManifest;
  readonly config: ImageConfig | null;
}

/** Every manifest behind a descriptor, an index's in its order. */
function manifestsOf(index: ContainerdIndex, descriptor: Descriptor, depth: number): ReadManifest[] {
  const document = index.store.documents.get(descriptor.digest);
  if (document?.kind === 'index') {
    return depth >= MAX_DEPTH
      ? []
      : document.manifests.flatMap((child) => manifestsOf(index, child, depth + 1));
  }
  const manifest = document?.kind === 'manifest' ? document : null;
  const configDocument =
    manifest?.config == null ? undefined : index.store.documents.get(manifest.config.digest);
  const config = configDocument?.kind === 'config' ? configDocument.config : null;
  const isAttestation = descriptor.annotations[REFERENCE_TYPE] !== undefined;
  const reached = index.split(index.references.reach([blobNode(descriptor.digest)]));
  // An attestation's configuration names layers that are documents and never unpacked.
  const chain = isAttestation
    ? []
    : chainIds(config?.diffIds ?? []).filter((id) => index.at(id) !== undefined);
  return [
    {
      manifest: {
        digest: descriptor.digest,
        kind: isAttestation ? 'attestation' : manifest === null ? 'unknown' : 'image',
        platform: config?.platform ?? descriptor.platform,
        available: manifest !== null && reached.blobs.size > 0,
        layers: inOrder(index, new Set([...reached.layers, ...chain])),
        blobs: [...reached.blobs].sort(),
      },
      config,
    },
  ];
}

/** Layers with everything below them, the lowest of each chain first. */
function inOrder(index: ContainerdIndex, ids: ReadonlySet<string>): string[] {
  const ordered = new Set<string>();
  const place = (id: string): void => {
    const chain: string[] = [];
    for (let next: string | null = id; next !== null && !ordered.has(next); next = below(index, next)) {
      if (chain.includes(next)) break;
      chain.push(next);
    }
    for (const one of chain.reverse()) ordered.add(one);
  };
  for (const id of [...ids].sort()) place(id);
  return [...ordered];
}

function below(index: ContainerdIndex, id: string): string | null {
  const snapshot = index.at(id);
  if (snapshot?.entry.parent == null) return null;
  return index.snapshots.get(snapshotNode(snapshot.entry.snapshotter, snapshot.entry.parent))?.id ?? null;
}
