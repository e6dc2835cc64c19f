import type { ImageConfig } from './image-config.js';

/** What an object of the content store is. Source: OCI image specification, descriptor.md. */
export interface Descriptor {
  readonly digest: string;
  readonly mediaType: string;
  /** Length of the blob; `null` where the document does not say. */
  readonly sizeBytes: number | null;
  /** `os/architecture[/variant]`; `null` where none is given. `unknown/unknown`: an attestation. */
  readonly platform: string | null;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A blob that bilge has read: an index, a manifest or an image configuration. */
export type BlobDocument =
  | { readonly kind: 'index'; readonly manifests: readonly Descriptor[] }
  | { readonly kind: 'manifest'; readonly config: Descriptor | null; readonly layers: readonly Descriptor[] }
  | { readonly kind: 'config'; readonly config: ImageConfig };

/** `content/blob/<digest>` of a namespace. */
export interface ContentBlob {
  readonly digest: string;
  readonly sizeBytes: number | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  /** Among them the edges of the reference graph, `containerd.io/gc.ref.…`. */
  readonly labels: Readonly<Record<string, string>>;
}

/** `images/<name>` of a namespace: one name, one target. Several names may have the same target. */
export interface ContainerdImage {
  readonly name: string;
  readonly target: Descriptor;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** `snapshots/<snapshotter>/<key>` of a namespace. */
export interface SnapshotEntry {
  readonly snapshotter: string;
  /** Key within the namespace: a chain id, a container id, BuildKit's identity. */
  readonly key: string;
  /** Key in the snapshotter's own database, `<namespace>/<n>/<key>`. */
  readonly name: string;
  /** Key of its parent within the namespace; `null` for a base. */
  readonly parent: string | null;
  readonly createdAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** `leases/<id>` of a namespace: what it names is kept until it expires or goes. */
export interface ContainerdLease {
  readonly id: string;
  readonly createdAt: string | null;
  /** From the label `containerd.io/gc.expire`; `null`: it does not expire. */
  readonly expiresAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly snapshots: readonly { readonly snapshotter: string; readonly key: string }[];
  readonly content: readonly string[];
  readonly ingests: readonly string[];
  readonly images: readonly string[];
}

/** `content/ingests/<ref>` of a namespace: a blob being written. */
export interface ContentIngest {
  readonly ref: string;
  /** Ref in the content store, `<namespace>/<n>/<ref>`; its directory is the sha256 of this. */
  readonly name: string;
  readonly expiresAt: string | null;
}

/** `containers/<id>` of a namespace. Docker's have no snapshot key: a lease of the container's id holds them. */
export interface ContainerdContainer {
  readonly id: string;
  readonly image: string | null;
  readonly snapshotter: string | null;
  readonly snapshotKey: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** One namespace of a containerd: `moby` and `moby_history` are Docker's, others belong to other clients. */
export interface ContainerdNamespace {
  readonly name: string;
  readonly images: readonly ContainerdImage[];
  readonly blobs: readonly ContentBlob[];
  readonly snapshots: readonly SnapshotEntry[];
  readonly leases: readonly ContainerdLease[];
  readonly ingests: readonly ContentIngest[];
  readonly containers: readonly ContainerdContainer[];
}

/** `v1/snapshots/<name>` of a snapshotter's `metadata.db`: a snapshot on the disk. */
export interface StoredSnapshot {
  /** `<namespace>/<n>/<key>`. */
  readonly name: string;
  /** Number of its directory, decimal. */
  readonly id: string;
  readonly kind: 'view' | 'active' | 'committed';
  /** Name of its parent in the same database; `null` for a base. */
  readonly parent: string | null;
  readonly createdAt: string | null;
  /** Blocks × 512 with directories, measured by containerd when it was committed; `null` before. */
  readonly recordedBytes: number | null;
  readonly recordedInodes: number | null;
}

export interface Snapshotter {
  /** `overlayfs`, `native`, `btrfs`, … */
  readonly name: string;
  readonly snapshots: readonly StoredSnapshot[];
}

/** A containerd root as its databases describe it at one moment. */
export interface ContainerdStore {
  /** Where it lies below the root that was walked; `''` where it is that root itself. */
  readonly path: string;
  readonly namespaces: readonly ContainerdNamespace[];
  readonly snapshotters: readonly Snapshotter[];
  /** Documents among the blobs that images refer to, by digest: indexes, manifests, configurations. */
  readonly documents: ReadonlyMap<string, BlobDocument>;
  /**
   * Every database could be read whole and at one moment. False: entries may be missing without a trace, and
   * nothing may be called unreferenced because it is not in here.
   */
  readonly reliable: boolean;
}
