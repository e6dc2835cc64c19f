import { createHash } from 'node:crypto';
import { parseImageConfig } from '../../formats/image-config.js';
import { asTime } from '../../formats/json-access.js';
import { parseRepositories } from '../../formats/repositories.js';
import {
  imageConfigFile,
  imageMetadataDirectory,
  layerDirectory,
  layerMountDirectory,
  layerRecordDirectory,
} from '../../model/data-root-layout.js';
import { graphDriver } from '../../model/graph-drivers.js';
import { isHex64 } from '../../model/digest.js';
import type { ImageConfig } from '../../model/image-config.js';
import type { ImageRecord, LayerMountRecord, LayerRecord } from '../../model/image.js';
import type { GraphStore } from '../../model/inventory.js';
import { DriverRecordsReader } from './driver-records.js';
import type { DriverSizes } from './driver-sizes.js';
import type { RecordReader } from './record-reader.js';

/** `<hex>-<random>-removing`: a layer whose removal has begun. Source: moby, layer/filestore.go. */
const REMOVING = /^[0-9a-f]{64}-.+-removing$/;

/** A short link of an overlay driver: base 32. */
const SHORT_LINK = /^[A-Z0-9]{1,64}$/;

/** Name of a directory in a storage driver: 64 hex digits, with `-init` or not, or BuildKit's 25 characters. */
const DIRECTORY = /^[A-Za-z0-9][\w.-]*$/;

const DIGEST = /^[a-z0-9]+:[0-9a-f]+$/;

/** More digits than any disk has bytes; a double holds these exactly. */
const SIZE = /^\d{1,15}$/;

const TIME = /^\d{4}-\d\d-\d\dT/;

/**
 * Reads the image store `image/<driver>`. What never changes once written (layer records, image configurations,
 * short links) is read once and kept for a second look.
 */
export class GraphStoreReader {
  readonly #driver: string;
  readonly #driverRecords: DriverRecordsReader;
  readonly #layers = new Map<string, LayerRecord>();
  readonly #configs = new Map<string, ImageConfig>();
  readonly #links = new Map<string, string>();

  /** @param sizes the manager of the driver's volumes, where it has one that can be asked. */
  constructor(driver: string, sizes: DriverSizes | null = null) {
    this.#driver = driver;
    this.#driverRecords = new DriverRecordsReader(driver, sizes);
  }

  async read(reader: RecordReader): Promise<GraphStore> {
    const names = await reader.list(`image/${this.#driver}/layerdb/sha256`, 'image layers');
    const mounts = await this.#readMounts(reader);
    const layers: LayerRecord[] = [];
    const pendingRemovals: GraphStore['pendingRemovals'][number][] = [];
    for (const name of names) {
      if (isHex64(name)) {
        const layer = this.#layers.get(name) ?? (await this.#readLayer(reader, name));
        if (layer !== null) layers.push(layer);
      } else if (REMOVING.test(name)) {
        const directory = layerRecordDirectory(this.#driver, name);
        pendingRemovals.push({
          name,
          cacheId: await reader.text(`${directory}/cache-id`, 'leftovers', DIRECTORY),
          parentChainId: await reader.text(`${directory}/parent`, 'leftovers', DIGEST),
        });
      }
    }
    const known = await this.#driverRecords.read(reader);
    return {
      driver: this.#driver,
      images: await this.#readImages(reader),
      layers,
      mounts,
      pendingRemovals,
      links: await this.#readLinks(reader),
      driverRecords: known.records,
      driverPool: known.pool,
    };
  }

  /** `null`: the layer was removed meanwhile. A damaged one is read again next time, and reported again. */
  async #readLayer(reader: RecordReader, hex: string): Promise<LayerRecord | null> {
    const directory = layerRecordDirectory(this.#driver, hex);
    const before = reader.failures;
    const size = await reader.text(`${directory}/size`, 'the recorded size of a layer', SIZE);
    const cacheId = await reader.text(`${directory}/cache-id`, 'the directory of a layer', DIRECTORY);
    if (cacheId === null && reader.failures === before) {
      if (!(await reader.isDirectory(directory))) return null;
      reader.damaged(directory, 'the size of this layer', 'without its file cache-id');
    }
    const layer: LayerRecord = {
      chainId: `sha256:${hex}`,
      diffId: await reader.text(`${directory}/diff`, 'the diff id of a layer', DIGEST),
      cacheId,
      parentChainId: await reader.text(`${directory}/parent`, 'the parent of a layer', DIGEST),
      recordedBytes: size === null ? null : Number(size),
    };
    if (reader.failures === before) this.#layers.set(hex, layer);
    return layer;
  }

  async #readMounts(reader: RecordReader): Promise<LayerMountRecord[]> {
    const mounts: LayerMountRecord[] = [];
    for (const name of await reader.list(`image/${this.#driver}/layerdb/mounts`, 'writable layers')) {
      const directory = layerMountDirectory(this.#driver, name);
      const before = reader.failures;
      const mountId = await reader.text(
        `${directory}/mount-id`,
        'the writable layer of a container',
        DIRECTORY,
      );
      if (mountId === null && reader.failures === before) {
        if (!(await reader.isDirectory(directory))) continue;
        reader.damaged(directory, 'the writable layer of a container', 'without its file mount-id');
      }
      mounts.push({
        name,
        mountId,
        initId: await reader.text(`${directory}/init-id`, 'the init layer of a container', DIRECTORY),
        parentChainId: await reader.text(`${directory}/parent`, 'the image layer below a container', DIGEST),
      });
    }
    return mounts;
  }

  async #readImages(reader: RecordReader): Promise<ImageRecord[]> {
    const path = `image/${this.#driver}/repositories.json`;
    const references =
      (await reader.parse(path, 'image references', parseRepositories)) ?? new Map<string, string[]>();
    const images: ImageRecord[] = [];
    for (const hex of await reader.list(`image/${this.#driver}/imagedb/content/sha256`, 'images')) {
      // A crash leaves temporary files (`.tmp-…`) of images that were being written.
      if (!isHex64(hex)) continue;
      const config = this.#configs.get(hex) ?? (await this.#readConfig(reader, hex));
      if (config === null) continue;
      const metadata = imageMetadataDirectory(this.#driver, hex);
      const id = `sha256:${hex}`;
      images.push({
        id,
        references: references.get(id) ?? [],
        ...config,
        taggedAt: asTime(await reader.text(`${metadata}/lastUpdated`, 'when an image was tagged', TIME)),
        parentId: await reader.text(`${metadata}/parent`, 'the parent of an image', DIGEST),
        configPath: imageConfigFile(this.#driver, hex),
        engineSizeBytes: null,
        engineSharedBytes: null,
      });
    }
    return images;
  }

  /** A configuration that is not the one its name promises is still the best that is known of the image. */
  async #readConfig(reader: RecordReader, hex: string): Promise<ImageConfig | null> {
    const path = imageConfigFile(this.#driver, hex);
    let digest = '';
    const config = await reader.parse(path, 'an image', (data) => {
      digest = createHash('sha256').update(data).digest('hex');
      return parseImageConfig(data);
    });
    if (config === null) return null;
    if (digest === hex) this.#configs.set(hex, config);
    else
      reader.damaged(path, 'an image', 'changed: it does not match its digest, the engine does not load it');
    return config;
  }

  /** Short links by directory name; removed directories keep theirs, for what the walk saw before the removal. */
  async #readLinks(reader: RecordReader): Promise<ReadonlyMap<string, string>> {
    if (!graphDriver(this.#driver).shortLinks) return this.#links;
    for (const name of await reader.list(this.#driver, 'layer directories')) {
      if (name === 'l' || this.#links.has(name)) continue;
      const link = await reader.text(
        `${layerDirectory(this.#driver, name)}/link`,
        'the short link of a layer',
        SHORT_LINK,
      );
      if (link !== null) this.#links.set(name, link);
    }
    return new Map(this.#links);
  }
}
