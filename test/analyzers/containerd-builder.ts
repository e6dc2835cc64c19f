import type {
  BlobDocument,
  ContainerdImage,
  ContainerdLease,
  ContainerdNamespace,
  ContainerdStore,
  ContentBlob,
  Descriptor,
  SnapshotEntry,
  StoredSnapshot,
} from '../../src/model/containerd.js';
import {
  blobFile,
  containerdGroupPatterns,
  IMAGE_NAMESPACE,
  metadataDatabase,
  snapshotDirectory,
} from '../../src/model/containerd-layout.js';
import { chainIds } from '../../src/model/digest.js';
import type { HostBuilder } from './host-builder.js';
import { digestOf } from './records.js';

const SNAPSHOTTER = 'overlayfs';

/** A label that makes one object keep another. */
type Labels = Readonly<Record<string, string>>;

/**
 * Builds Docker's image store in a containerd root object by object, with the groups that a walk of it would have.
 * Pass `records()` to the host's `records`.
 */
export class ContainerdBuilder {
  readonly path: string;
  readonly #host: HostBuilder;
  readonly #stored: StoredSnapshot[] = [];
  readonly #documents = new Map<string, BlobDocument>();
  readonly #namespaces = new Map<string, MutableNamespace>();

  constructor(host: HostBuilder, path = 'containerd/daemon') {
    this.#host = host;
    this.path = path;
    for (const pattern of containerdGroupPatterns(path)) {
      if (!pattern.includes('*')) host.group(pattern);
    }
    host
      .group('containerd')
      .group(path)
      .group(metadataDatabase(path).replace(/\/[^/]*$/, ''));
    host.group(`${path}/io.containerd.snapshotter.v1.${SNAPSHOTTER}`);
    host.group(`${path}/io.containerd.snapshotter.v1.${SNAPSHOTTER}/snapshots`);
  }

  #namespace(name: string): MutableNamespace {
    const known = this.#namespaces.get(name) ?? emptyNamespace(name);
    this.#namespaces.set(name, known);
    return known;
  }

  /** A blob with its file. */
  blob(name: string, bytes: number, labels: Labels = {}, namespace = IMAGE_NAMESPACE): string {
    const digest = digestOf(`blob ${name}`);
    this.#namespace(namespace).blobs.push({
      digest,
      sizeBytes: bytes,
      createdAt: null,
      updatedAt: null,
      labels,
    });
    this.#host.group(blobFile(this.path, digest), { allocatedBytes: bytes });
    return digest;
  }

  /** A snapshot with its directory; returns its number. */
  snapshot(
    key: string,
    parent: string | null,
    bytes: number,
    fields: {
      readonly kind?: StoredSnapshot['kind'];
      readonly namespace?: string;
      readonly labels?: Labels;
    } = {},
  ): string {
    const { kind = 'committed', namespace = IMAGE_NAMESPACE, labels = {} } = fields;
    const entries = this.#namespace(namespace).snapshots;
    const id = String(this.#stored.length + 1);
    const name = `${namespace}/${id}/${key}`;
    const above = parent === null ? undefined : entries.find((entry) => entry.key === parent);
    entries.push({ snapshotter: SNAPSHOTTER, key, name, parent, createdAt: null, labels });
    const recorded = { recordedBytes: bytes, recordedInodes: 3 };
    this.#stored.push({ name, id, kind, parent: above?.name ?? null, createdAt: null, ...recorded });
    this.#host.group(snapshotDirectory(this.path, SNAPSHOTTER, id), { allocatedBytes: bytes, inodes: 3 });
    return id;
  }

  /** An image of one platform: manifest, configuration, a blob and a snapshot for each layer. Returns its id. */
  image(name: string, layers: readonly string[], bytes = 20_480): string {
    const diffIds = layers.map(digestOf);
    const chain = chainIds(diffIds);
    const known = new Set(this.#namespace(IMAGE_NAMESPACE).snapshots.map(({ key }) => key));
    for (const [i, key] of chain.entries()) {
      if (!known.has(key)) this.snapshot(key, chain[i - 1] ?? null, bytes);
    }
    const held = new Set(this.#namespace(IMAGE_NAMESPACE).blobs.map(({ digest }) => digest));
    const contents = layers.map((layer) => {
      const digest = digestOf(`blob layer ${layer}`);
      return held.has(digest) ? digest : this.blob(`layer ${layer}`, bytes / 2);
    });
    const top = chain.at(-1);
    const config = this.blob(`config ${name}`, 4096, top === undefined ? {} : { [SNAPSHOT_LABEL]: top });
    const references = Object.fromEntries(
      [config, ...contents].map((digest, i) => [`${CONTENT_LABEL}.${i}`, digest]),
    );
    const manifest = this.blob(`manifest ${name}`, 4096, references);
    const descriptor = descriptorOf(manifest);
    this.#documents.set(manifest, {
      kind: 'manifest',
      config: descriptorOf(config),
      layers: contents.map(descriptorOf),
    });
    const platform = 'linux/amd64';
    this.#documents.set(config, {
      kind: 'config',
      config: { platform, createdAt: null, labels: {}, diffIds, createdBy: [] },
    });
    this.#namespace(IMAGE_NAMESPACE).images.push({
      name: `docker.io/library/${name}`,
      target: descriptor,
      createdAt: null,
      updatedAt: null,
      labels: {},
    });
    return manifest;
  }

  /** The snapshots of a container, on the top of a chain, with the lease that keeps them. */
  container(id: string, layers: readonly string[], bytes = 12_288): void {
    const top = chainIds(layers.map(digestOf)).at(-1) ?? null;
    this.snapshot(`${id}-init`, top, 8192);
    this.snapshot(id, `${id}-init`, bytes, { kind: 'active' });
    this.lease(id, { snapshots: [id] });
  }

  lease(
    id: string,
    fields: { readonly snapshots?: readonly string[]; readonly content?: readonly string[] },
    lease: Partial<ContainerdLease> = {},
  ): void {
    this.#namespace(IMAGE_NAMESPACE).leases.push({
      id,
      createdAt: null,
      expiresAt: null,
      labels: {},
      snapshots: (fields.snapshots ?? []).map((key) => ({ snapshotter: SNAPSHOTTER, key })),
      content: fields.content ?? [],
      ingests: [],
      images: [],
      ...lease,
    });
  }

  store(fields: Partial<ContainerdStore> = {}): ContainerdStore {
    return {
      path: this.path,
      namespaces: [...this.#namespaces.values()],
      snapshotters: [{ name: SNAPSHOTTER, snapshots: this.#stored }],
      documents: this.#documents,
      reliable: true,
      ...fields,
    };
  }
}

const CONTENT_LABEL = 'containerd.io/gc.ref.content';
const SNAPSHOT_LABEL = `containerd.io/gc.ref.snapshot.${SNAPSHOTTER}`;

type MutableNamespace = ContainerdNamespace & {
  readonly images: ContainerdImage[];
  readonly blobs: ContentBlob[];
  readonly snapshots: SnapshotEntry[];
  readonly leases: ContainerdLease[];
};

function emptyNamespace(name: string): MutableNamespace {
  return { name, images: [], blobs: [], snapshots: [], leases: [], ingests: [], containers: [] };
}

function descriptorOf(digest: string): Descriptor {
  return { digest, mediaType: '', sizeBytes: null, platform: null, annotations: {} };
}
