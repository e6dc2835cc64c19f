import type {
  ContainerdLease,
  ContainerdNamespace,
  ContainerdStore,
  SnapshotEntry,
  StoredSnapshot,
} from '../../model/containerd.js';
import {
  blobFile,
  DOCKER_NAMESPACES,
  IMAGE_NAMESPACE,
  snapshotDirectory,
} from '../../model/containerd-layout.js';
import { isHex64 } from '../../model/digest.js';
import { blobNode, ReferenceGraph, snapshotNode } from './reference-graph.js';

/** A snapshot of Docker's namespace with its place on the disk. */
export interface IndexedSnapshot {
  readonly entry: SnapshotEntry;
  readonly stored: StoredSnapshot | null;
  /** Its directory; `null` where the snapshotter's database does not have it. */
  readonly path: string | null;
  /** Id among the layers of the store: the key, with the snapshotter's name where it is not the store's own. */
  readonly id: string;
}

/** Who made a lease: a container's has the container's id, BuildKit's its own 25 characters. */
export type LeaseHolder = 'container' | 'build-cache' | 'other';

/** A record's id; `-variants` and `-view` keep other forms of its data and go with it. Source: BuildKit, cache/refs.go. */
const BUILDKIT_ID = /^[0-9a-z]{25}(?:-variants|-view)?$/;

/** A lease of Docker's by its id and labels. Source: moby, daemon/containerd; BuildKit, cache/manager.go. */
export function holderOf(lease: ContainerdLease): LeaseHolder {
  if (isHex64(lease.id)) return 'container';
  if (Object.keys(lease.labels).some((label) => label.startsWith('moby/'))) return 'other';
  return BUILDKIT_ID.test(lease.id) || 'buildkit/lease.temporary' in lease.labels ? 'build-cache' : 'other';
}

const INDEXES = new WeakMap<ContainerdStore, ContainerdIndex>();

/** Docker's part of a containerd root, joined with the places on the disk. */
export class ContainerdIndex {
  readonly store: ContainerdStore;
  /** Docker's namespace of images and containers; `null` when there is none. */
  readonly namespace: ContainerdNamespace | null;
  /** The snapshotter that Docker uses: the one with most of its snapshots. */
  readonly snapshotter: string | null;
  readonly references: ReferenceGraph;
  readonly snapshots: ReadonlyMap<string, IndexedSnapshot>;
  /** Nodes of other Docker namespaces (build history, plugins) that exist as blobs. */
  readonly #children = new Map<string, number>();

  /** The index of a store. Built once for each: a scan is analyzed many times over the same records. */
  static of(store: ContainerdStore): ContainerdIndex {
    const known = INDEXES.get(store);
    if (known !== undefined) return known;
    const index = new ContainerdIndex(store);
    INDEXES.set(store, index);
    return index;
  }

  private constructor(store: ContainerdStore) {
    this.store = store;
    this.namespace = store.namespaces.find(({ name }) => name === IMAGE_NAMESPACE) ?? null;
    const entries = this.namespace?.snapshots ?? [];
    this.snapshotter =
      mostUsed(entries.map(({ snapshotter }) => snapshotter)) ?? store.snapshotters[0]?.name ?? null;
    this.references = new ReferenceGraph(this.namespace ?? EMPTY);
    const stored = new Map(
      store.snapshotters.map(({ name, snapshots }) => [
        name,
        new Map(snapshots.map((one) => [one.name, one])),
      ]),
    );
    this.snapshots = new Map(
      entries.map((entry) => {
        const found = stored.get(entry.snapshotter)?.get(entry.name) ?? null;
        const path = found === null ? null : snapshotDirectory(store.path, entry.snapshotter, found.id);
        const id = this.idOf(entry.snapshotter, entry.key);
        return [snapshotNode(entry.snapshotter, entry.key), { entry, stored: found, path, id }];
      }),
    );
    for (const { snapshotter, parent } of entries) {
      if (parent === null) continue;
      const node = snapshotNode(snapshotter, parent);
      this.#children.set(node, (this.#children.get(node) ?? 0) + 1);
    }
  }

  idOf(snapshotter: string, key: string): string {
    return snapshotter === this.snapshotter ? key : `${snapshotter}/${key}`;
  }

  childrenOf(node: string): number {
    return this.#children.get(node) ?? 0;
  }

  /** The snapshot of a key in the snapshotter that Docker uses. */
  at(key: string): IndexedSnapshot | undefined {
    return this.snapshotter === null ? undefined : this.snapshots.get(snapshotNode(this.snapshotter, key));
  }

  blobPath(digest: string): string {
    return blobFile(this.store.path, digest);
  }

  /** Digests of blobs that other namespaces have recorded: Docker's own others, or other clients'. */
  blobsElsewhere(ofDocker: boolean): Set<string> {
    const others = this.store.namespaces.filter(
      ({ name }) => name !== IMAGE_NAMESPACE && DOCKER_NAMESPACES.includes(name) === ofDocker,
    );
    return new Set(others.flatMap(({ blobs }) => blobs.map(({ digest }) => digest)));
  }

  /** Splits nodes into layer ids and digests. */
  split(nodes: Iterable<string>): { layers: Set<string>; blobs: Set<string> } {
    const layers = new Set<string>();
    const blobs = new Set<string>();
    for (const node of nodes) {
      const snapshot = this.snapshots.get(node);
      if (snapshot !== undefined) layers.add(snapshot.id);
      else if (node.startsWith(BLOB_PREFIX)) blobs.add(node.slice(BLOB_PREFIX.length));
    }
    return { layers, blobs };
  }
}

const BLOB_PREFIX = blobNode('');

const EMPTY: ContainerdNamespace = {
  name: IMAGE_NAMESPACE,
  images: [],
  blobs: [],
  snapshots: [],
  leases: [],
  ingests: [],
  containers: [],
};

function mostUsed(names: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (
    [...counts].reduce<[string, number] | null>(
      (best, one) => (best === null || one[1] > best[1] ? one : best),
      null,
    )?.[0] ?? null
  );
}
