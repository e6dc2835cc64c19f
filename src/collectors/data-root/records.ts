import type { RootRecords } from '../../model/inventory.js';
import { readContainers } from './containers.js';
import { readBuildKit, readNetworks, readVolumeIndex } from './databases.js';
import { GraphStoreReader } from './graph-store.js';
import type { RecordReader } from './record-reader.js';
import { readVolumes } from './volumes.js';

/** Reads everything a data root's metadata says; what does not change is kept between two readings. */
export class RecordsReader {
  readonly #stores = new Map<string, GraphStoreReader>();

  async read(reader: RecordReader): Promise<RootRecords> {
    const stores = [];
    for (const driver of await reader.list('image', 'images and layers')) {
      const store = this.#stores.get(driver) ?? new GraphStoreReader(driver);
      this.#stores.set(driver, store);
      stores.push(await store.read(reader));
    }
    const { containers, damaged } = await readContainers(reader);
    const buildKit = await readBuildKit(reader);
    const volumes = await readVolumes(reader, await readVolumeIndex(reader));
    const networks = await readNetworks(reader);
    return {
      stores,
      containerd: [],
      containers: containers.map((container) => container.record),
      damagedContainers: damaged,
      volumes,
      buildCache: buildKit.records,
      buildCacheHoldings: buildKit.holdings,
      networks,
      unlisted: reader.unlisted,
      originalPath:
        containers.find((container) => container.originalDataRoot !== null)?.originalDataRoot ?? null,
    };
  }
}
