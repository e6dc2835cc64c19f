import { driverGroups, GRAPH_DRIVERS } from './graph-drivers.js';

/**
 * Where things stand below a Docker data root, relative to it. Source: moby, daemon/daemon.go, layer/filestore.go,
 * image/fs.go, daemon/graphdriver/overlay2.
 */

/** Every storage driver an engine has had, to tell a driver's directory from something unknown. */
export const STORAGE_DRIVERS: readonly string[] = GRAPH_DRIVERS.map((driver) => driver.name);

/** Top-level entries that hold the engine's own state and no object of a user. */
export const ENGINE_STATE: readonly string[] = [
  'engine-id',
  'network',
  'swarm',
  'plugins',
  'runtimes',
  'trust',
  'tmp',
  'tmp-old',
  'rootfs',
  'nuke-graph-directory.sh',
  'linkgraph.db',
  'lost+found',
  'key.json',
];

export const CONTAINERS = 'containers';
export const VOLUMES = 'volumes';
export const BUILDKIT = 'buildkit';
export const CONTAINERD = 'containerd';

/** Bundles of build steps while they run. Source: BuildKit, executor/runcexecutor. */
export const BUILD_BUNDLES = `${BUILDKIT}/executor`;

/** Content store of BuildKit with the graph-driver image store. */
export const BUILD_CONTENT = `${BUILDKIT}/content`;

/** Mount points of the containers of the containerd image store, `rootfs/<snapshotter>/<id>`. */
export const ROOTFS = 'rootfs';

/** Files in `volumes/` that are not volumes. */
export const VOLUME_STORE_FILES: readonly string[] = ['metadata.db', 'backingFsBlockDev'];

/** Directory of a layer in an overlay driver. */
export function layerDirectory(driver: string, cacheId: string): string {
  return `${driver}/${cacheId}`;
}

export function shortLink(driver: string, link: string): string {
  return `${driver}/l/${link}`;
}

export function layerRecordDirectory(driver: string, hex: string): string {
  return `image/${driver}/layerdb/sha256/${hex}`;
}

export function layerMountDirectory(driver: string, name: string): string {
  return `image/${driver}/layerdb/mounts/${name}`;
}

export function imageConfigFile(driver: string, hex: string): string {
  return `image/${driver}/imagedb/content/sha256/${hex}`;
}

export function imageMetadataDirectory(driver: string, hex: string): string {
  return `image/${driver}/imagedb/metadata/sha256/${hex}`;
}

export function containerDirectory(id: string): string {
  return `${CONTAINERS}/${id}`;
}

export function volumeDirectory(name: string): string {
  return `${VOLUMES}/${name}`;
}

/**
 * A container's log file: json-file logs with their rotated ones, and the cache of other drivers. Logs of the
 * `local` driver lie in `local-logs/`.
 */
export function isLogFile(containerId: string, name: string): boolean {
  return name.startsWith(`${containerId}-json.log`) || name.startsWith('container-cached.log');
}

export const LOCAL_LOGS = 'local-logs';

const BUILDKIT_STORE = /^containerd-([\w.-]+)$/;

/** Snapshotter whose build cache records lie in this directory of `buildkit/`; `null` for another one. */
export function buildKitSnapshotter(directory: string): string | null {
  return BUILDKIT_STORE.exec(directory)?.[1] ?? null;
}

/** What the walk keeps apart, for every storage driver: each object and each file that has an owner of its own. */
export const GROUP_PATTERNS: readonly string[] = [
  '*',
  ...GRAPH_DRIVERS.flatMap(driverGroups),
  'image',
  'image/*',
  'image/*/*',
  // A literal name hides `*` beside it, so it is listed as a group of its own.
  'image/*/layerdb',
  'image/*/imagedb',
  'image/*/layerdb/sha256/*',
  'image/*/layerdb/mounts/*',
  'image/*/layerdb/tmp/*',
  'image/*/imagedb/content/sha256/*',
  'image/*/imagedb/metadata/sha256/*',
  CONTAINERS,
  `${CONTAINERS}/*`,
  `${CONTAINERS}/*/*`,
  `${CONTAINERS}/*/${LOCAL_LOGS}`,
  `${CONTAINERS}/*/${LOCAL_LOGS}/*`,
  VOLUMES,
  `${VOLUMES}/*`,
  BUILDKIT,
  `${BUILDKIT}/*`,
  BUILD_BUNDLES,
  `${BUILD_BUNDLES}/*`,
  BUILD_CONTENT,
  `${BUILD_CONTENT}/*`,
  `${BUILD_CONTENT}/blobs`,
  `${BUILD_CONTENT}/blobs/*`,
  `${BUILD_CONTENT}/blobs/*/*`,
  `${BUILD_CONTENT}/ingest`,
  `${BUILD_CONTENT}/ingest/*`,
  ROOTFS,
  `${ROOTFS}/*`,
  `${ROOTFS}/*/*`,
  'tmp',
  'tmp/*',
];
