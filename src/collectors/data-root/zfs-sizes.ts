import { parseZfsList, ZFS_COLUMNS } from '../../formats/zfs-list.js';
import { type DriverSizes, NOTHING_TOLD, type ToldDriverSizes, type ToldSizes } from './driver-sizes.js';
import { type RunTool, runTool } from './run-tool.js';

/** Name of a layer: 64 hex digits, with `-init` or not, or BuildKit's 25 characters. Others share the dataset. */
const LAYER = /^(?:[0-9a-f]{64}(?:-init)?|[0-9a-z]{25})$/;

/**
 * Sizes of the layers of the driver zfs: datasets directly below the one that holds the data root. The `used` of
 * each goes when it is destroyed with its snapshots, and they add up. Source: moby 20.10, daemon/graphdriver/zfs.
 */
export class ZfsSizes implements DriverSizes {
  readonly #dataset: string;
  readonly #run: RunTool;

  /** @param dataset the source of the mount that holds the data root, such as `tank/docker`. */
  constructor(dataset: string, run: RunTool = runTool) {
    this.#dataset = dataset;
    this.#run = run;
  }

  async read(): Promise<ToldDriverSizes> {
    const args = ['list', '-Hp', '-t', 'filesystem', '-r', '-d', '1', '-o', ZFS_COLUMNS, '--', this.#dataset];
    const result = await this.#run('zfs', args);
    if (!result.ok) {
      const why = result.code === 'ENOENT' ? 'the tool zfs is not installed' : `zfs list: ${result.detail}`;
      return { ...NOTHING_TOLD, failure: why };
    }
    const { datasets } = parseZfsList(result.output);
    const prefix = `${this.#dataset}/`;
    const layers = new Map<string, ToldSizes>();
    let usedBytes = 0;
    for (const dataset of datasets) {
      const id = dataset.name.slice(prefix.length);
      if (!dataset.name.startsWith(prefix) || !LAYER.test(id)) continue;
      usedBytes += dataset.usedBytes;
      layers.set(id, { allocatedBytes: dataset.usedBytes, referencedBytes: dataset.referencedBytes });
    }
    if (!datasets.some(({ name }) => name === this.#dataset))
      return { ...NOTHING_TOLD, failure: `zfs list did not tell of ${this.#dataset}` };
    const pool = { name: this.#dataset, usedBytes, totalBytes: null, toldBy: 'zfs' } as const;
    return { layers, pool: { ...pool, metadataUsedBytes: null, metadataTotalBytes: null }, failure: null };
  }
}
