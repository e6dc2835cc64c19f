import type { Owner } from './owner.js';
import type { ContainerdIndex } from '../store/containerd-index.js';
import { blobNode } from '../store/reference-graph.js';

/** What the owners of containerd's objects depend on beside its databases. */
export interface ContainerdContext {
  /** Ids of all containers known on the host; `null` when some may be missing. */
  readonly containers: ReadonlySet<string> | null;
  /** Now, milliseconds since 1970. */
  readonly now: number;
  /** When the engine or containerd that holds the store was started; `null`: none runs, or unknown. */
  readonly startedAt: number | null;
  /** An engine may be at work in the store. */
  readonly live: boolean;
}

/** Says whose these snapshots and blobs are. */
export function setOwner(
  owners: Map<string, Owner>,
  index: ContainerdIndex,
  nodes: ReadonlySet<string>,
  owner: Owner,
): void {
  for (const node of nodes) {
    const path = index.snapshots.get(node)?.path ?? null;
    if (path !== null) owners.set(path, owner);
  }
  for (const { digest } of index.namespace?.blobs ?? []) {
    if (nodes.has(blobNode(digest))) owners.set(index.blobPath(digest), owner);
  }
}
