import type { BuildCacheRecord } from '../../src/model/build-cache.js';
import type { ContainerRecord } from '../../src/model/container.js';
import {
  containerDirectory,
  imageConfigFile,
  layerDirectory,
  layerMountDirectory,
  layerRecordDirectory,
  shortLink,
  volumeDirectory,
} from '../../src/model/data-root-layout.js';
import { chainIds, hexOf } from '../../src/model/digest.js';
import type { EngineInventory } from '../../src/model/engine.js';
import type { ImageRecord, LayerMountRecord, LayerRecord } from '../../src/model/image.js';
import type { Confirmation, Holdings } from '../../src/model/holdings.js';
import type { RootInventory, RootRecords, Inventory } from '../../src/model/inventory.js';
import type { Problem } from '../../src/model/problem.js';
import { sumUsage } from '../../src/model/usage.js';
import type { VolumeRecord } from '../../src/model/volume.js';
import type { WalkGroup, WalkResult } from '../../src/model/walk.js';
import {
  aCacheRecord,
  aContainer,
  anImage,
  aStore,
  aVolume,
  digestOf,
  FILESYSTEM,
  hex64,
  NO_RECORDS,
  NOTHING_LIVE,
  OLD_MS,
  TAKEN_AT,
} from './records.js';

export const ROOT = '/var/lib/docker';

type GroupFields = Partial<Omit<WalkGroup, 'path'>>;

/** Parts of an inventory that a test sets itself. */
export interface Overrides {
  readonly engine?: EngineInventory | null;
  readonly problems?: readonly Problem[];
  readonly holdings?: Holdings;
  readonly confirmation?: Confirmation;
  readonly root?: Partial<RootInventory>;
  readonly walk?: Partial<WalkResult>;
  /** Of both readings, unless `earlier` is given too. */
  readonly records?: Partial<RootRecords>;
  readonly earlier?: Partial<RootRecords>;
}

/**
 * Builds an inventory object by object: each call adds the records and the directories that a real data root would
 * have, so that the two always agree.
 */
export class HostBuilder {
  readonly driver: string;
  readonly groups = new Map<string, WalkGroup>();
  readonly layers = new Map<string, LayerRecord>();
  readonly images: ImageRecord[] = [];
  readonly mounts: LayerMountRecord[] = [];
  readonly removals: { name: string; cacheId: string | null; parentChainId?: string | null }[] = [];
  readonly links = new Map<string, string>();
  readonly containers: ContainerRecord[] = [];
  readonly damaged: string[] = [];
  readonly volumes: VolumeRecord[] = [];
  readonly cache: BuildCacheRecord[] = [];
  readonly heldChains = new Set<string>();
  readonly heldDirectories = new Set<string>();

  /** @param driver of its only store. */
  constructor(driver = 'overlay2') {
    this.driver = driver;
    for (const path of [
      '',
      'image',
      `image/${driver}`,
      driver,
      `${driver}/l`,
      'containers',
      'volumes',
      'tmp',
    ]) {
      this.group(path);
    }
  }

  /** A group of the walk; apparent bytes are less than allocated ones unless said otherwise. */
  group(path: string, fields: GroupFields = {}): this {
    const allocatedBytes = fields.allocatedBytes ?? 4096;
    const group = {
      path,
      apparentBytes: Math.floor(allocatedBytes / 2),
      inodes: 1,
      newestMs: OLD_MS,
      unreadable: 0,
    };
    this.groups.set(path, { ...group, allocatedBytes, ...fields });
    return this;
  }

  /** A directory of the storage driver with its short link. */
  directory(name: string, bytes: number, fields: GroupFields = {}): this {
    const link = hex64(`link ${name}`).slice(0, 26).toUpperCase();
    this.links.set(name, link);
    this.group(layerDirectory(this.driver, name), { allocatedBytes: bytes, inodes: 3, ...fields });
    return this.group(shortLink(this.driver, link), { allocatedBytes: 0, apparentBytes: 40, ...fields });
  }

  /** The layers of a chain, named lowest first; those already there stay. Returns the top's chain id. */
  chain(names: readonly string[], bytes = 10_000, fields: GroupFields = {}): string {
    const diffIds = names.map(digestOf);
    let parentChainId: string | null = null;
    for (const [index, chainId] of chainIds(diffIds).entries()) {
      if (!this.layers.has(chainId)) {
        const cacheId = hex64(`directory ${chainId}`);
        const diffId = diffIds[index] ?? null;
        this.layers.set(chainId, { chainId, diffId, cacheId, parentChainId, recordedBytes: bytes });
        this.directory(cacheId, bytes, fields);
        this.group(layerRecordDirectory(this.driver, hexOf(chainId)), { allocatedBytes: 8192, ...fields });
      }
      parentChainId = chainId;
    }
    return parentChainId ?? '';
  }

  image(
    name: string,
    layers: readonly string[],
    fields: Partial<ImageRecord> = {},
    bytes?: number,
  ): ImageRecord {
    this.chain(layers, bytes);
    const image = anImage(name, { diffIds: layers.map(digestOf), ...fields });
    this.images.push(image);
    this.group(imageConfigFile(this.driver, hexOf(image.id)));
    return image;
  }

  /** A container with writable and init layer, its directory and `logs` by file name. */
  container(
    name: string,
    image: ImageRecord | null,
    fields: Partial<ContainerRecord> = {},
    sizes: { readonly writable?: number; readonly logs?: Readonly<Record<string, number>> } = {},
  ): ContainerRecord {
    const container = aContainer(name, {
      imageId: image?.id ?? null,
      storageDriver: this.driver,
      ...fields,
    });
    const { id } = container;
    this.containers.push(container);
    const parent = image === null ? null : (chainIds(image.diffIds).at(-1) ?? null);
    const mountId = hex64(`mount ${id}`);
    this.mounts.push({ name: id, mountId, initId: `${mountId}-init`, parentChainId: parent });
    this.directory(mountId, sizes.writable ?? 20_000).directory(`${mountId}-init`, 12_288);
    this.group(layerMountDirectory(this.driver, id), { allocatedBytes: 16_384 });
    this.group(containerDirectory(id)).group(`${containerDirectory(id)}/config.v2.json`);
    for (const [file, bytes] of Object.entries(sizes.logs ?? {})) {
      this.group(`${containerDirectory(id)}/${file.replace('ID', id)}`, { allocatedBytes: bytes });
    }
    return container;
  }

  volume(name: string, bytes: number, fields: Partial<VolumeRecord> = {}): VolumeRecord {
    const volume = aVolume(name, fields);
    this.volumes.push(volume);
    if (volume.onDisk) this.group(volumeDirectory(name), { allocatedBytes: bytes });
    return volume;
  }

  /** A record with a directory of its own. */
  cacheDirectory(name: string, bytes: number, fields: Partial<BuildCacheRecord> = {}): BuildCacheRecord {
    const cacheId = hex64(`cache ${name}`).slice(0, 25);
    this.heldDirectories.add(cacheId);
    this.directory(cacheId, bytes);
    return this.cacheRecord(name, { cacheId, ...fields });
  }

  /** A record whose data is a layer of the image store. */
  cacheLayer(name: string, chainId: string, fields: Partial<BuildCacheRecord> = {}): BuildCacheRecord {
    this.heldChains.add(chainId);
    return this.cacheRecord(name, { chainId, ...fields });
  }

  cacheRecord(name: string, fields: Partial<BuildCacheRecord>): BuildCacheRecord {
    const record = aCacheRecord(name, fields);
    this.cache.push(record);
    return record;
  }

  /** `layerdb/sha256/<hex>-<random>-removing`, with the directory still there. */
  halfRemoved(name: string, bytes: number): string {
    const cacheId = hex64(`directory of half ${name}`);
    const record = `${hex64(`half ${name}`)}-${hex64('random')}-removing`;
    this.directory(cacheId, bytes).group(layerRecordDirectory(this.driver, record));
    this.removals.push({ name: record, cacheId });
    return layerDirectory(this.driver, cacheId);
  }

  records(overrides: Partial<RootRecords> = {}): RootRecords {
    return {
      ...NO_RECORDS,
      stores: [
        aStore({
          driver: this.driver,
          images: this.images,
          layers: [...this.layers.values()],
          mounts: this.mounts,
          pendingRemovals: this.removals,
          links: this.links,
          driverRecords: new Map(),
          driverPool: null,
        }),
      ],
      containers: this.containers,
      damagedContainers: this.damaged,
      volumes: this.volumes,
      buildCache: this.cache,
      buildCacheHoldings: { cacheIds: this.heldDirectories, chainIds: this.heldChains },
      ...overrides,
    };
  }

  inventory(overrides: Overrides = {}): Inventory {
    const groups = [...this.groups.values()];
    const walk: WalkResult = {
      state: 'complete',
      total: sumUsage(groups),
      groups,
      linked: [],
      vanished: 0,
      unreadable: [],
      unreadableCount: 0,
      mountsSkipped: [],
      excluded: [],
      elapsedMs: 12,
      ...overrides.walk,
    };
    const records = this.records(overrides.records);
    return {
      takenAt: TAKEN_AT,
      sample: false,
      ...NOTHING_LIVE,
      host: { hostname: 'harbour', operatingSystem: 'Debian', kernelVersion: '6.1', cpus: 2, memoryBytes: 1 },
      engine: overrides.engine ?? null,
      roots: [
        {
          kind: 'data-root',
          origin: 'default',
          path: ROOT,
          denied: false,
          filesystem: FILESYSTEM,
          records,
          earlierRecords: overrides.earlier === undefined ? records : this.records(overrides.earlier),
          walk,
          heldByEngine: false,
          heldSince: null,
          mountPoints: [],
          ...overrides.root,
        },
      ],
      holdings: overrides.holdings ?? null,
      confirmation: overrides.confirmation ?? null,
      problems: overrides.problems ?? [],
    };
  }
}
