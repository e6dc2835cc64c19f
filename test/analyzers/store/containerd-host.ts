import type {
  BlobDocument,
  ContainerdImage,
  ContainerdLease,
  ContainerdNamespace,
  ContainerdStore,
  ContentBlob,
  ContentIngest,
  Descriptor,
  SnapshotEntry,
  StoredSnapshot,
} from '../../../src/model/containerd.js';
import { blobFile, snapshotDirectory } from '../../../src/model/containerd-layout.js';
import { chainIds } from '../../../src/model/digest.js';
import type { WalkGroup } from '../../../src/model/walk.js';
import { digestOf, OLD_MS } from '../records.js';

export const SNAPSHOTTER = 'overlayfs';

type Labels = Readonly<Record<string, string>>;

export function descriptor(digest: string, fields: Partial<Descriptor> = {}): Descriptor {
  return { digest, mediaType: 'manifest', sizeBytes: null, platform: null, annotations: {}, ...fields };
}

/** What an image of one platform is made of. */
export interface BuiltImage {
  readonly manifest: string;
  readonly config: string;
  readonly chain: readonly string[];
}

/** Builds a containerd store object by object, with the directories and files that a walk of it would meet. */
export class ContainerdHost {
  readonly images: ContainerdImage[] = [];
  readonly blobs: ContentBlob[] = [];
  readonly snapshots: SnapshotEntry[] = [];
  readonly stored: StoredSnapshot[] = [];
  readonly leases: ContainerdLease[] = [];
  readonly ingests: ContentIngest[] = [];
  readonly others: ContainerdNamespace[] = [];
  readonly documents = new Map<string, BlobDocument>();
  readonly groups = new Map<string, WalkGroup>();
  readonly path: string;

  /** @param path of the store below the root that is walked; `''`: it is the root. */
  constructor(path = '') {
    this.path = path;
  }

  group(path: string, allocatedBytes: number, newestMs = OLD_MS): this {
    const apparentBytes = Math.floor(allocatedBytes / 2);
    this.groups.set(path, { path, allocatedBytes, apparentBytes, inodes: 2, newestMs, unreadable: 0 });
    return this;
  }

  blob(name: string, bytes: number, labels: Labels = {}): string {
    const digest = digestOf(name);
    if (!this.blobs.some((blob) => blob.digest === digest)) {
      this.blobs.push({ digest, sizeBytes: bytes, createdAt: null, updatedAt: null, labels });
      this.group(blobFile(this.path, digest), bytes);
    }
    return digest;
  }

  /** @returns path of its directory */
  snapshot(
    key: string,
    parent: string | null,
    bytes: number,
    kind: StoredSnapshot['kind'] = 'committed',
    labels: Labels = {},
  ): string {
    const id = String(this.stored.length + 1);
    const name = `moby/${id}/${key}`;
    const path = snapshotDirectory(this.path, SNAPSHOTTER, id);
    if (this.snapshots.some((snapshot) => snapshot.key === key)) return path;
    this.snapshots.push({ snapshotter: SNAPSHOTTER, key, name, parent, createdAt: null, labels });
    const recorded = { createdAt: null, recordedBytes: null, recordedInodes: null };
    this.stored.push({ name, id, kind, parent: null, ...recorded });
    this.group(path, bytes);
    return path;
  }

  /** Blobs and snapshots of one platform's image, as a pull leaves them. */
  platform(name: string, layers: readonly string[], platform = 'linux/amd64', bytes = 10_240): BuiltImage {
    const diffIds = layers.map((layer) => digestOf(`diff ${layer}`));
    const chain = chainIds(diffIds);
    chain.forEach((key, index) => this.snapshot(key, chain[index - 1] ?? null, bytes));
    const top = chain.at(-1);
    const unpacked = top === undefined ? {} : { [`containerd.io/gc.ref.snapshot.${SNAPSHOTTER}`]: top };
    const config = this.blob(`config ${name}`, 4096, unpacked);
    const packed = layers.map((layer) => this.blob(`blob ${layer}`, 5120));
    const labels = Object.fromEntries(
      packed.map((digest, n) => [`containerd.io/gc.ref.content.l.${n}`, digest]),
    );
    const manifest = this.blob(`manifest ${name}`, 4096, {
      ...labels,
      'containerd.io/gc.ref.content.config': config,
    });
    const steps = layers.map((layer) => `RUN ${layer}`);
    this.documents.set(config, {
      kind: 'config',
      config: { platform, createdAt: null, labels: {}, diffIds, createdBy: steps },
    });
    this.documents.set(manifest, {
      kind: 'manifest',
      config: descriptor(config),
      layers: packed.map((digest) => descriptor(digest)),
    });
    return { manifest, config, chain };
  }

  /** An index of manifests; those that are no blobs here are named only. */
  index(name: string, manifests: readonly Descriptor[]): string {
    const here = manifests.filter(({ digest }) => this.blobs.some((blob) => blob.digest === digest));
    const labels = here.map(({ digest }, n) => [`containerd.io/gc.ref.content.m.${n}`, digest] as const);
    const digest = this.blob(`index ${name}`, 4096, Object.fromEntries(labels));
    this.documents.set(digest, { kind: 'index', manifests });
    return digest;
  }

  name(name: string, target: string, labels: Labels = {}): this {
    this.images.push({ name, target: descriptor(target), createdAt: null, updatedAt: null, labels });
    return this;
  }

  lease(id: string, fields: Partial<ContainerdLease> = {}): this {
    const nothing = { snapshots: [], content: [], ingests: [], images: [] };
    this.leases.push({ id, createdAt: null, expiresAt: null, labels: {}, ...nothing, ...fields });
    return this;
  }

  /** Another namespace with blobs, which may be recorded in Docker's as well. */
  namespace(name: string, digests: readonly string[]): this {
    const blobs = digests.map((digest) => ({
      digest,
      sizeBytes: 1,
      createdAt: null,
      updatedAt: null,
      labels: {},
    }));
    this.others.push({ name, images: [], blobs, snapshots: [], leases: [], ingests: [], containers: [] });
    return this;
  }

  store(fields: Partial<ContainerdStore> = {}): ContainerdStore {
    const { images, blobs, snapshots, leases, ingests } = this;
    const moby = { name: 'moby', images, blobs, snapshots, leases, ingests, containers: [] };
    return {
      path: this.path,
      namespaces: [moby, ...this.others],
      snapshotters: [{ name: SNAPSHOTTER, snapshots: this.stored }],
      documents: this.documents,
      reliable: true,
      ...fields,
    };
  }
}
