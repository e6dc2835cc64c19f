import type { ContainerdLease, ContainerdNamespace } from '../../model/containerd.js';

const CONTENT_REFERENCE = 'containerd.io/gc.ref.content';
const SNAPSHOT_REFERENCE = 'containerd.io/gc.ref.snapshot.';
const ROOT = 'containerd.io/gc.root';
const EXPIRES = 'containerd.io/gc.expire';
const FLAT = 'containerd.io/gc.flat';

type Labels = Readonly<Record<string, string>>;

export function blobNode(digest: string): string {
  return `content ${digest}`;
}

export function snapshotNode(snapshotter: string, key: string): string {
  return `snapshot ${snapshotter}/${key}`;
}

/** What labels refer to, as nodes. */
function labelReferences(labels: Labels): string[] {
  const nodes: string[] = [];
  for (const [label, value] of Object.entries(labels)) {
    if (label === CONTENT_REFERENCE || label.startsWith(`${CONTENT_REFERENCE}.`)) nodes.push(blobNode(value));
    if (label.startsWith(SNAPSHOT_REFERENCE)) {
      const snapshotter = label.slice(SNAPSHOT_REFERENCE.length).split('/', 1)[0] ?? '';
      nodes.push(snapshotNode(snapshotter, value));
    }
  }
  return nodes;
}

/**
 * What keeps what in one namespace, as containerd's garbage collector sees it: labels, parents of snapshots, targets
 * of images, resources of leases. Source: containerd, core/metadata/gc.go.
 */
export class ReferenceGraph {
  readonly #edges = new Map<string, readonly string[]>();

  constructor(namespace: ContainerdNamespace) {
    for (const blob of namespace.blobs) this.#edges.set(blobNode(blob.digest), labelReferences(blob.labels));
    for (const { snapshotter, key, parent, labels } of namespace.snapshots) {
      const below = parent === null ? [] : [snapshotNode(snapshotter, parent)];
      this.#edges.set(snapshotNode(snapshotter, key), [...below, ...labelReferences(labels)]);
    }
  }

  /** The given nodes that exist, and everything they keep. */
  reach(roots: Iterable<string>): Set<string> {
    const reached = new Set<string>();
    const pending = [...roots];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const edges = reached.has(node) ? undefined : this.#edges.get(node);
      if (edges === undefined) continue;
      reached.add(node);
      pending.push(...edges);
    }
    return reached;
  }

  /** What a lease keeps. */
  reachOfLease(lease: ContainerdLease): Set<string> {
    const named = [
      ...lease.content.map(blobNode),
      ...lease.snapshots.map(({ snapshotter, key }) => snapshotNode(snapshotter, key)),
    ];
    if (!(FLAT in lease.labels)) return this.reach(named);
    return new Set(named.filter((node) => this.#edges.has(node)));
  }
}

/** Nodes that keep themselves: blobs and snapshots with a root label, or one that has not expired. */
export function rootNodes(namespace: ContainerdNamespace, now: number): string[] {
  const nodes: string[] = [];
  for (const { digest, labels } of namespace.blobs) if (isRoot(labels, now)) nodes.push(blobNode(digest));
  for (const { snapshotter, key, labels } of namespace.snapshots) {
    if (isRoot(labels, now)) nodes.push(snapshotNode(snapshotter, key));
  }
  for (const { snapshotter, snapshotKey, labels } of namespace.containers) {
    if (snapshotter !== null && snapshotKey !== null) nodes.push(snapshotNode(snapshotter, snapshotKey));
    nodes.push(...labelReferences(labels));
  }
  return nodes;
}

function isRoot(labels: Labels, now: number): boolean {
  if (ROOT in labels) return true;
  const expires = labels[EXPIRES];
  return expires !== undefined && Date.parse(expires) > now;
}

/** True for a lease whose time is over: it keeps nothing from the next garbage collection on. */
export function isExpired(lease: ContainerdLease, now: number): boolean {
  return lease.expiresAt !== null && Date.parse(lease.expiresAt) <= now;
}
