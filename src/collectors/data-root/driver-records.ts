import { parseAufsLayers } from '../../formats/aufs-layers.js';
import { parseThinDevice } from '../../formats/devicemapper.js';
import type { DriverPool, DriverRecord, VolumeManager } from '../../model/driver-record.js';
import { graphDriver } from '../../model/graph-drivers.js';
import { type DriverSizes, NOTHING_TOLD, type ToldDriverSizes } from './driver-sizes.js';
import type { RecordReader } from './record-reader.js';

/** Name of a directory in a storage driver. */
const DIRECTORY = /^[A-Za-z0-9][\w.-]*$/;

const NOTHING_RECORDED: DriverRecord = {
  parent: null,
  deviceId: null,
  virtualBytes: null,
  deleted: false,
  allocatedBytes: null,
  referencedBytes: null,
  toldBy: null,
};

/** What is known of a driver's layers beside the image store. */
export interface DriverKnowledge {
  /** By the layer's name in the driver. */
  readonly records: ReadonlyMap<string, DriverRecord>;
  readonly pool: DriverPool | null;
}

/** Reads what a storage driver records of its layers, and what the manager of its volumes tells of them. */
export class DriverRecordsReader {
  readonly #driver: string;
  readonly #sizes: DriverSizes | null;
  readonly #parents = new Map<string, DriverRecord>();
  #told: Promise<ToldDriverSizes> | null = null;

  constructor(driver: string, sizes: DriverSizes | null = null) {
    this.#driver = driver;
    this.#sizes = sizes;
  }

  /**
   * The first reading asks the volume manager and does not wait for it, so that nothing is held up; the second has
   * its answer.
   */
  async read(reader: RecordReader): Promise<DriverKnowledge> {
    const records = await this.#recorded(reader);
    if (this.#sizes === null) return { records, pool: null };
    if (this.#told === null) {
      this.#told = this.#sizes.read();
      return { records, pool: null };
    }
    const told = await this.#told;
    if (told.failure !== null) this.#report(reader, told.failure);
    return { records: joined(records, told), pool: told.pool };
  }

  #recorded(reader: RecordReader): Promise<Map<string, DriverRecord>> {
    if (this.#driver === 'devicemapper') return readThinDevices(reader);
    if (this.#driver === 'aufs') return this.#readParents(reader, 'aufs/layers', readAufsParent);
    if (this.#driver === 'overlay') return this.#readParents(reader, 'overlay', readLowerId);
    return Promise.resolve(new Map());
  }

  /** A layer's parent never changes, so it is read once. */
  async #readParents(reader: RecordReader, directory: string, read: ReadParent) {
    for (const id of await reader.list(directory, 'layer directories')) {
      if (this.#parents.has(id) || graphDriver(this.#driver).noLayers.has(id)) continue;
      const before = reader.failures;
      const parent = await read(reader, `${directory}/${id}`);
      if (parent !== undefined && reader.failures === before)
        this.#parents.set(id, { ...NOTHING_RECORDED, parent });
    }
    return new Map(this.#parents);
  }

  #report(reader: RecordReader, failure: string): void {
    reader.report({
      source: 'data-root',
      code: 'driver-sizes-unknown',
      message: `the sizes of the ${this.#driver} layers below ${reader.source.root} could not be had (${failure})`,
      path: `${reader.source.root}/${this.#driver}`,
      missing: `what each layer of the storage driver ${this.#driver} takes`,
      hint: 'run bilge as root on the host of the engine, with the tools of its volumes installed',
    });
  }
}

/** A layer's parent; `undefined` where nothing is recorded of the layer. */
type ReadParent = (reader: RecordReader, path: string) => Promise<string | null | undefined>;

async function readAufsParent(reader: RecordReader, path: string): Promise<string | null | undefined> {
  const parents = await reader.parse(path, 'the parents of a layer', parseAufsLayers);
  return parents === null ? undefined : (parents[0] ?? null);
}

/** Image layers of overlay have no `lower-id`: their files are links to those of their parent, which is not named. */
async function readLowerId(reader: RecordReader, path: string): Promise<string | undefined> {
  return (await reader.text(`${path}/lower-id`, 'the image layer below a container', DIRECTORY)) ?? undefined;
}

async function readThinDevices(reader: RecordReader): Promise<Map<string, DriverRecord>> {
  const directory = 'devicemapper/metadata';
  const records = new Map<string, DriverRecord>();
  for (const id of await reader.list(directory, 'thin devices of layers')) {
    if (graphDriver('devicemapper').noLayers.has(id)) continue;
    const device = await reader.parse(`${directory}/${id}`, 'the thin device of a layer', parseThinDevice);
    if (device === null) continue;
    const { deviceId, virtualBytes, deleted } = device;
    records.set(id, { ...NOTHING_RECORDED, deviceId, virtualBytes, deleted });
  }
  return records;
}

function joined(records: Map<string, DriverRecord>, told: ToldDriverSizes = NOTHING_TOLD) {
  const toldBy: VolumeManager | null = told.pool?.toldBy ?? null;
  for (const [id, sizes] of told.layers) {
    records.set(id, { ...(records.get(id) ?? NOTHING_RECORDED), ...sizes, toldBy });
  }
  return records;
}
