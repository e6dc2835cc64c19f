import { createHash } from 'node:crypto';
import { parseLogRotation } from '../../src/formats/log-options.js';
import type { BuildCacheRecord } from '../../src/model/build-cache.js';
import type { ContainerRecord } from '../../src/model/container.js';
import type { EngineFacts, EngineInventory } from '../../src/model/engine.js';
import type { Filesystem } from '../../src/model/filesystem.js';
import type { NetworkRecord } from '../../src/model/network.js';
import type { ImageRecord } from '../../src/model/image.js';
import type { RootRecords, GraphStore } from '../../src/model/inventory.js';
import type { VolumeRecord } from '../../src/model/volume.js';

/** A stable 64-digit id for a name. */
export function hex64(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

export function digestOf(name: string): string {
  return `sha256:${hex64(name)}`;
}

export const TAKEN_AT = '2026-06-01T12:00:00Z';
/** Changed long before the inventory was taken, and a minute before. */
export const OLD_MS = Date.parse('2026-05-01T12:00:00Z');
export const YOUNG_MS = Date.parse('2026-06-01T11:59:00Z');

export function anImage(name: string, fields: Partial<ImageRecord> = {}): ImageRecord {
  return {
    id: digestOf(`image ${name}`),
    references: [`${name}:latest`],
    platform: 'linux/amd64',
    createdAt: '2026-01-01T00:00:00Z',
    taggedAt: null,
    parentId: null,
    labels: {},
    diffIds: [],
    createdBy: [],
    configPath: null,
    engineSizeBytes: null,
    engineSharedBytes: null,
    ...fields,
  };
}

export function aContainer(name: string, fields: Partial<ContainerRecord> = {}): ContainerRecord {
  return {
    id: hex64(`container ${name}`),
    name,
    imageId: null,
    imageReference: null,
    status: 'exited',
    pid: null,
    exitCode: 0,
    createdAt: '2026-01-02T00:00:00Z',
    startedAt: null,
    finishedAt: null,
    labels: {},
    storageDriver: 'overlay2',
    logDriver: 'json-file',
    logOptions: {},
    logRotation: parseLogRotation(fields.logOptions ?? {}),
    mounts: [],
    engineSizeRwBytes: null,
    settings: null,
    ...fields,
  };
}

export function aVolume(name: string, fields: Partial<VolumeRecord> = {}): VolumeRecord {
  return {
    name,
    driver: 'local',
    labels: {},
    options: {},
    createdAt: null,
    mountpoint: null,
    onDisk: true,
    recorded: true,
    engineSizeBytes: null,
    ...fields,
  };
}

export function aCacheRecord(name: string, fields: Partial<BuildCacheRecord> = {}): BuildCacheRecord {
  return {
    id: hex64(`record ${name}`).slice(0, 25),
    type: 'regular',
    description: name,
    createdAt: null,
    lastUsedAt: null,
    usageCount: 1,
    parents: [],
    cacheId: null,
    chainId: null,
    snapshot: null,
    blob: null,
    inUse: null,
    engineSizeBytes: null,
    ...fields,
  };
}

export function aStore(fields: Partial<GraphStore> = {}): GraphStore {
  return {
    driver: 'overlay2',
    images: [],
    layers: [],
    mounts: [],
    pendingRemovals: [],
    links: new Map(),
    driverRecords: new Map(),
    driverPool: null,
    ...fields,
  };
}

export const NO_RECORDS: RootRecords = {
  stores: [],
  containerd: [],
  containers: [],
  damagedContainers: [],
  volumes: [],
  buildCache: [],
  buildCacheHoldings: { cacheIds: new Set(), chainIds: new Set() },
  buildContent: [],
  networks: [],
  unlisted: [],
  originalPath: null,
};

/** What an inventory has of processes, control groups and networks where nobody looked. */
export const NOTHING_LIVE = {
  scope: 'everything',
  processes: null,
  controlGroups: null,
  hostNetwork: null,
} as const;

export function aNetwork(fields: Partial<NetworkRecord> = {}): NetworkRecord {
  return {
    id: hex64('network'),
    name: 'bridge',
    driver: 'bridge',
    scope: 'local',
    internal: false,
    attachable: false,
    ingress: false,
    enableIpv6: false,
    createdAt: null,
    labels: {},
    options: {},
    ipamDriver: 'default',
    subnets: [],
    endpoints: null,
    ...fields,
  };
}

export const FILESYSTEM: Filesystem = {
  type: 'ext4',
  device: '/dev/vda1',
  mountPoint: '/',
  totalBytes: 100_000_000_000,
  usedBytes: 60_000_000_000,
  freeBytes: 40_000_000_000,
  availableBytes: 35_000_000_000,
  inodesTotal: 6_000_000,
  inodesFree: 5_000_000,
};

const FACTS: EngineFacts = {
  endpoint: 'unix:///var/run/docker.sock',
  product: 'Docker Engine',
  version: '28.5.2',
  apiVersion: '1.51',
  minApiVersion: '1.24',
  usedApiVersion: '1.51',
  dataRoot: '/var/lib/docker',
  execRoot: '/var/run/docker',
  storageDriver: 'overlay2',
  driverStatus: [['Backing Filesystem', 'extfs']],
  backingFilesystem: 'extfs',
  imageStore: 'graphdriver',
  containerdAddress: null,
  containerdNamespaces: null,
  cgroupVersion: '2',
  cgroupDriver: 'systemd',
  loggingDriver: 'json-file',
  loggingOptions: { 'max-size': '10m' },
  loggingRotation: parseLogRotation({ 'max-size': '10m' }),
  defaultRuntime: 'runc',
  rootless: false,
  usernsRemap: false,
  liveRestore: false,
  warnings: [],
  addressPools: null,
  daemonPid: 1234,
};

export function anEngine(
  facts: Partial<EngineFacts> = {},
  lists: Partial<Omit<EngineInventory, 'facts'>> = {},
): EngineInventory {
  return {
    facts: {
      ...FACTS,
      ...(facts.loggingOptions == null ? {} : { loggingRotation: parseLogRotation(facts.loggingOptions) }),
      ...facts,
    },
    containers: [],
    images: [],
    volumes: [],
    networks: [],
    buildCache: [],
    layersBytes: null,
    live: null,
    ...lists,
  };
}
