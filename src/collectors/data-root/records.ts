import { PRIVATE_CONTAINERD } from '../../model/containerd-layout.js';
import type { RootKind, RootRecords } from '../../model/inventory.js';
import { ContainerdStoreReader } from '../containerd/read-store.js';
import { readContainers } from './containers.js';
import { NOTHING_HELD, readBuildContent, readBuildKit, readNetworks, readVolumeIndex } from './databases.js';
import type { DriverSizes } from './driver-sizes.js';
import { GraphStoreReader } from './graph-store.js';
import type { RecordReader } from './record-reader.js';
import { readVolumes } from './volumes.js';

/** Reads everything a root's metadata says; what does not change is kept between two readings. */
export class RecordsReader {
  readonly #kind: RootKind;
  readonly #stores = new Map<string, GraphStoreReader>();
  readonly #containerd: ContainerdStoreReader;
  readonly #sizes: (driver: string) => DriverSizes | null;

  /** @param sizes the volume manager of a driver, where there is one to ask. */
  constructor(kind: RootKind = 'data-root', sizes: (driver: string) => DriverSizes | null = () => null) {
    this.#kind = kind;
    this.#containerd = new ContainerdStoreReader(kind === 'containerd-root' ? '' : PRIVATE_CONTAINERD);
    this.#sizes = sizes;
  }

  async read(reader: RecordReader): Promise<RootRecords> {
    return this.#kind === 'containerd-root'
      ? await this.#readContainerdRoot(reader)
      : await this.#readDataRoot(reader);
  }

  async #readDataRoot(reader: RecordReader): Promise<RootRecords> {
    const stores = [];
    for (const driver of await reader.list('image', 'images and layers')) {
      const store = this.#stores.get(driver) ?? new GraphStoreReader(driver, this.#sizes(driver));
      this.#stores.set(driver, store);
      stores.push(await store.read(reader));
    }
    const { containers, damaged } = await readContainers(reader);
    const buildKit = await readBuildKit(reader);
    const buildContent = await readBuildContent(reader);
    const containerd = await this.#containerd.read(reader);
    const volumes = await readVolumes(reader, await readVolumeIndex(reader));
    const networks = await readNetworks(reader);
    return {
      stores,
      containerd: containerd === null ? [] : [containerd],
      containers: containers.map((container) => container.record),
      damagedContainers: damaged,
      volumes,
      buildCache: buildKit.records,
      buildCacheHoldings: buildKit.holdings,
      buildContent,
      networks,
      unlisted: reader.unlisted,
      originalPath:
        containers.find((container) => container.originalDataRoot !== null)?.originalDataRoot ?? null,
    };
  }

  /** Other clients use such a root as well: nothing of an engine is looked for in it. */
  async #readContainerdRoot(reader: RecordReader): Promise<RootRecords> {
    const containerd = await this.#containerd.read(reader);
    return {
      stores: [],
      containerd: containerd === null ? [] : [containerd],
      containers: [],
      damagedContainers: [],
      volumes: [],
      buildCache: [],
      buildCacheHoldings: NOTHING_HELD,
      buildContent: [],
      networks: [],
      unlisted: reader.unlisted,
      originalPath: null,
    };
  }
}
