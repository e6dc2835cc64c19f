import { createHash } from 'node:crypto';
import type { ContainerdNamespace } from '../../model/containerd.js';
import { BUILD_CONTENT } from '../../model/data-root-layout.js';
import type { RootRecords } from '../../model/inventory.js';
import { blobNode, ReferenceGraph, rootNodes } from '../store/reference-graph.js';

/** What BuildKit's own content store keeps, with the graph-driver image store. */
export interface BuildContent {
  /** Files of blobs that are recorded. */
  readonly recorded: ReadonlySet<string>;
  /** Those that an image, a lease or a label keeps. */
  readonly kept: ReadonlySet<string>;
  /** Directories of downloads that a lease keeps. */
  readonly ingests: ReadonlySet<string>;
}

/** By both readings: what either keeps is kept. `null` when one of them is not whole. */
export function buildContent(readings: readonly RootRecords[]): BuildContent | null {
  const recorded = new Set<string>();
  const kept = new Set<string>();
  const ingests = new Set<string>();
  for (const { buildContent: namespaces } of new Set(readings)) {
    if (namespaces === null) return null;
    for (const namespace of namespaces) {
      for (const { digest } of namespace.blobs) recorded.add(blobFile(digest));
      const reached = new ReferenceGraph(namespace).reach(keepers(namespace));
      for (const { digest } of namespace.blobs) if (reached.has(blobNode(digest))) kept.add(blobFile(digest));
      const leased = new Set(namespace.leases.flatMap((lease) => lease.ingests));
      for (const { ref, name } of namespace.ingests) if (leased.has(ref)) ingests.add(ingestDirectory(name));
    }
  }
  return { recorded, kept, ingests };
}

/** Expired leases count: BuildKit itself decides when to let go of what they name. */
function keepers(namespace: ContainerdNamespace): string[] {
  return [
    ...rootNodes(namespace, 0),
    ...namespace.images.map(({ target }) => blobNode(target.digest)),
    ...namespace.leases.flatMap(({ content }) => content.map(blobNode)),
  ];
}

function blobFile(digest: string): string {
  return `${BUILD_CONTENT}/blobs/${digest.replace(':', '/')}`;
}

/** The sha256 of the ref. Source: containerd, plugins/content/local/locks.go and store.go. */
function ingestDirectory(name: string): string {
  return `${BUILD_CONTENT}/ingest/${createHash('sha256').update(name).digest('hex')}`;
}
