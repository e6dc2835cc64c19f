/** The categories of a data root, in the order in which they are shown. Each allocated block is in exactly one. */
export const CATEGORIES = [
  'image-layers',
  'image-content',
  'writable-layers',
  'container-logs',
  'container-metadata',
  'volumes',
  'build-cache',
  'image-metadata',
  'engine-state',
  'other-namespaces',
  'leftovers',
] as const;

export type Category = (typeof CATEGORIES)[number];

/** What is on the disk and referenced by nothing. */
export const LEFTOVER_KINDS = [
  'orphaned-layer-directory',
  'half-removed-layer',
  'aborted-layerdb-transaction',
  'unreferenced-layer',
  'orphaned-writable-layer',
  'temporary-download',
  'interrupted-write',
  'orphaned-container-directory',
  'half-removed-container',
  'orphaned-volume-directory',
  'missing-volume-directory',
  'orphaned-build-bundle',
  'orphaned-mount-point',
  'dead-mount',
  'deleted-open-file',
  'orphaned-snapshot',
  'unreferenced-blob',
  'stale-ingest',
  'stale-lease',
] as const;

export type LeftoverKind = (typeof LEFTOVER_KINDS)[number];
