/** Where things stand below a containerd root, relative to it. Source: containerd, plugins/content/local, plugins/snapshots. */

/** Root of the containerd that dockerd starts itself, below the data root. */
export const PRIVATE_CONTAINERD = 'containerd/daemon';

export const METADATA_DATABASE = 'io.containerd.metadata.v1.bolt/meta.db';
export const CONTENT_STORE = 'io.containerd.content.v1.content';
const SNAPSHOTTER_PREFIX = 'io.containerd.snapshotter.v1.';

/** Namespaces of a containerd that are Docker's. Source: moby, daemon/daemon.go; BuildKit's history. */
export const DOCKER_NAMESPACES: readonly string[] = ['moby', 'moby_history', 'plugins.moby'];

/** Namespace of Docker's images and containers. */
export const IMAGE_NAMESPACE = 'moby';

/** Namespace of BuildKit's history: no images, blobs that are held by leases. */
export const HISTORY_NAMESPACE = 'moby_history';

/** Joins a path below a store that may be the root itself. */
function below(store: string, path: string): string {
  return store === '' ? path : `${store}/${path}`;
}

export function metadataDatabase(store: string): string {
  return below(store, METADATA_DATABASE);
}

/** File of a blob such as `sha256:…`. */
export function blobFile(store: string, digest: string): string {
  return below(store, `${CONTENT_STORE}/blobs/${digest.replace(':', '/')}`);
}

export function ingestDirectory(store: string, name: string): string {
  return below(store, `${CONTENT_STORE}/ingest/${name}`);
}

function snapshotterDirectory(store: string, snapshotter: string): string {
  return below(store, `${SNAPSHOTTER_PREFIX}${snapshotter}`);
}

/** Database of a snapshotter. */
export function snapshotterDatabase(store: string, snapshotter: string): string {
  return `${snapshotterDirectory(store, snapshotter)}/metadata.db`;
}

/** Name of the snapshotter whose directory this is; `null` for another directory of a containerd root. */
export function snapshotterOf(directory: string): string | null {
  return directory.startsWith(SNAPSHOTTER_PREFIX) ? directory.slice(SNAPSHOTTER_PREFIX.length) : null;
}

/** Directory of a snapshot of those snapshotters that keep one directory for each. */
export function snapshotDirectory(store: string, snapshotter: string, id: string): string {
  return `${snapshotterDirectory(store, snapshotter)}/snapshots/${id}`;
}

/**
 * What the walk keeps apart below a containerd root. A literal name hides `*` beside it, so each one is listed as a
 * group of its own.
 */
export function containerdGroupPatterns(store: string): string[] {
  return [
    '*',
    '*/snapshots',
    '*/snapshots/*',
    '*/active/*',
    '*/view/*',
    CONTENT_STORE,
    `${CONTENT_STORE}/*`,
    `${CONTENT_STORE}/blobs`,
    `${CONTENT_STORE}/blobs/*`,
    `${CONTENT_STORE}/blobs/*/*`,
    `${CONTENT_STORE}/ingest`,
    `${CONTENT_STORE}/ingest/*`,
  ].map((pattern) => below(store, pattern));
}
