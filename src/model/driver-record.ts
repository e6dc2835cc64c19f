/** Who told a figure about layers that no directory shows. */
export type VolumeManager = 'zfs' | 'dmsetup';

/** What a storage driver's own metadata, or the manager of its volumes, tells of one layer. Bytes. */
export interface DriverRecord {
  /** The layer below, by its name in the driver; `null` for a base layer and where the driver does not record it. */
  readonly parent: string | null;
  /** Number of the thin device (devicemapper). */
  readonly deviceId: number | null;
  /** Size the layer's device claims to have (devicemapper): never what it takes. */
  readonly virtualBytes: number | null;
  /** Its removal was put off because it was busy; the engine goes on with it later (devicemapper). */
  readonly deleted: boolean;
  /** What the layer's removal gives back, as its volume manager tells; `null` where none did. */
  readonly allocatedBytes: number | null;
  /** What is reached through the layer, shared with others or not, as its volume manager tells. */
  readonly referencedBytes: number | null;
  readonly toldBy: VolumeManager | null;
}

/** The pool that holds the layers of a driver together, as its volume manager tells. Bytes. */
export interface DriverPool {
  readonly name: string;
  /** Taken by all layers together. */
  readonly usedBytes: number;
  /** `null` where the pool serves others as well. */
  readonly totalBytes: number | null;
  readonly metadataUsedBytes: number | null;
  readonly metadataTotalBytes: number | null;
  readonly toldBy: VolumeManager;
}
