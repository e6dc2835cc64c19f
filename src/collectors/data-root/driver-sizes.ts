import type { DriverPool } from '../../model/driver-record.js';

/** Sizes of one layer as its volume manager tells them, bytes. */
export interface ToldSizes {
  readonly allocatedBytes: number | null;
  readonly referencedBytes: number | null;
}

/** What a volume manager told. */
export interface ToldDriverSizes {
  /** By the layer's name in the driver. */
  readonly layers: ReadonlyMap<string, ToldSizes>;
  readonly pool: DriverPool | null;
  /** Why nothing was told, where that means that figures are missing. */
  readonly failure: string | null;
}

export const NOTHING_TOLD: ToldDriverSizes = { layers: new Map(), pool: null, failure: null };

/**
 * The manager of the volumes in which a driver keeps its layers where no directory shows them: the seam between the
 * collectors and the tools. It only asks, changes nothing, answers within seconds and never rejects.
 */
export interface DriverSizes {
  read(): Promise<ToldDriverSizes>;
}
