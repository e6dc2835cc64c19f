import { type ImageConfig, parseImageConfig } from '../../formats/image-config.js';
import { asTime } from '../../formats/json-access.js';
import { parseRepositories } from '../../formats/repositories.js';
import {
  imageConfigFile,
  imageMetadataDirectory,
  layerDirectory,
  layerMountDirectory,
  layerRecordDirectory,
  OVERLAY_DRIVERS,
} from '../../model/data-root-layout.js';
import { isHex64 } from '../../model/digest.js';
import type { ImageRecord, LayerMountRecord, LayerRecord } from '../../model/image.js';
import type { GraphStore } from '../../model/inventory.js';
import type { RecordReader } from './record-reader.js';

/** `<hex>-<random>-removing`: a layer whose removal has begun. Source: moby, layer/filestore.go. */
const REMOVING = /^[0-9a-f]{64}-.+-removing$/;

const SHORT_LINK = /^[A-Z0-9]{1,64}$/;

/**
 * Reads the image store `image/<driver>`. What never changes once written (layer records, image configurations,
 * short links) is read once and kept for a second look.
 */
export class GraphStoreReader {
  readonly #driver: string;
  readonly #layers = new Map<string, LayerRecord>();
  readonly #configs = new Map<string, ImageConfig>();
  readonly #links = new Map<string, string>();

  constructor(driver: string) {
    this.#driver = driver;
  }

  async read(reader: RecordReader): Promise<GraphStore> {
    const names = await reader.list(`image/${this.#driver}/layerdb/sha256`, 'image layers');
    const mounts = await this.#readMounts(reader);
    const layers: LayerRecord[] = [];
    const pendingRemovals: { name: string; cacheId: string | null }[] = [];
    for (const name of names) {
      if (isHex64(name)) {
        const layer = this.#layers.get(name) ?? (await this.#readLayer(reader, name));
        this.#layers.set(name, layer);
        layers.push(layer);
      } else if (REMOVING.test(name)) {
        const directory = layerRecordDirectory(this.#driver, name);
        pendingRemovals.push({ name, cacheId: await reader.text(`${directory}/cache-id`, 'leftovers') });
      }
    }
    return {
      driver: this.#driver,
      images: await this.#readImages(reader),
      layers,
      mounts,
      pendingRemovals,
      links: await this.#readLinks(reader),
    };
  }

  async #readLayer(reader: RecordReader, hex: string): Promise<LayerRecord> {
    const directory = layerRecordDirectory(this.#driver, hex);
    const size = await reader.text(`${directory}/size`, 'the recorded size of a layer');
    const cacheId = await reader.text(`${directory}/cache-id`, 'the directory of a layer');
    if (cacheId === null) reader.damaged(directory, 'the size of this layer', 'without a cache-id');
    return {
      chainId: `sha256:${hex}`,
      diffId: await reader.text(`${directory}/diff`, 'the diff id of a layer'),
      cacheId,
      parentChainId: await reader.text(`${directory}/parent`, 'the parent of a layer'),
      recordedBytes: size !== null && /^\d{1,15}$/.test(size) ? Number(size) : null,
    };
  }

  async #readMounts(reader: RecordReader): Promise<LayerMountRecord[]> {
    const mounts: LayerMountRecord[] = [];
    for (const name of await reader.list(`image/${this.#driver}/layerdb/mounts`, 'writable layers')) {
      const directory = layerMountDirectory(this.#driver, name);
      mounts.push({
        name,
        mountId: await reader.text(`${directory}/mount-id`, 'the writable layer of a container'),
        initId: await reader.text(`${directory}/init-id`, 'the init layer of a container'),
        parentChainId: await reader.text(`${directory}/parent`, 'the image layer below a container'),
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
      const configPath = imageConfigFile(this.#driver, hex);
      const config = this.#configs.get(hex) ?? (await reader.parse(configPath, 'an image', parseImageConfig));
      if (config === null) continue;
      this.#configs.set(hex, config);
      const metadata = imageMetadataDirectory(this.#driver, hex);
      const id = `sha256:${hex}`;
      images.push({
        id,
        references: references.get(id) ?? [],
        ...config,
        taggedAt: asTime(await reader.text(`${metadata}/lastUpdated`, 'when an image was tagged')),
        parentId: await reader.text(`${metadata}/parent`, 'the parent of an image'),
        configPath,
        engineSizeBytes: null,
        engineSharedBytes: null,
      });
    }
    return images;
  }

  /** Short links by directory name; removed directories keep theirs, for what the walk saw before the removal. */
  async #readLinks(reader: RecordReader): Promise<ReadonlyMap<string, string>> {
    if (!OVERLAY_DRIVERS.includes(this.#driver)) return this.#links;
    for (const name of await reader.list(this.#driver, 'layer directories')) {
      if (name === 'l' || this.#links.has(name)) continue;
      const link = await reader.text(
        `${layerDirectory(this.#driver, name)}/link`,
        'the short link of a layer',
      );
      if (link !== null && SHORT_LINK.test(link)) this.#links.set(name, link);
    }
    return new Map(this.#links);
  }
}
