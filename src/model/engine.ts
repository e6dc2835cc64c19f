import type { BuildCacheRecord } from './build-cache.js';
import type { ContainerRecord } from './container.js';
import type { EngineLive } from './engine-processes.js';
import type { ImageRecord } from './image.js';
import type { LogRotation } from './log-rotation.js';
import type { AddressPool, NetworkRecord } from './network.js';
import type { VolumeRecord } from './volume.js';

export type ImageStore = 'graphdriver' | 'containerd';

/** Facts about the engine, from `/version`, `/info`, its command line and its configuration file. */
export interface EngineFacts {
  /** How it was reached, such as `unix:///var/run/docker.sock`; `null` offline. */
  readonly endpoint: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly apiVersion: string | null;
  readonly minApiVersion: string | null;
  /** The API version both sides speak and bilge uses. */
  readonly usedApiVersion: string | null;
  readonly dataRoot: string | null;
  readonly execRoot: string | null;
  readonly storageDriver: string | null;
  readonly driverStatus: readonly (readonly [string, string])[];
  readonly backingFilesystem: string | null;
  readonly imageStore: ImageStore | null;
  /** Socket of the containerd it uses; `null` where neither it nor its command line says (before API 1.46). */
  readonly containerdAddress: string | null;
  /** Namespaces it uses there, as it says itself; `null` where it does not. */
  readonly containerdNamespaces: readonly string[] | null;
  readonly cgroupVersion: string | null;
  readonly cgroupDriver: string | null;
  readonly loggingDriver: string | null;
  /** Default log options of the daemon; `null` when its configuration could not be seen. */
  readonly loggingOptions: Readonly<Record<string, string>> | null;
  /** What those options say of rotation. */
  readonly loggingRotation: LogRotation | null;
  readonly defaultRuntime: string | null;
  readonly rootless: boolean | null;
  readonly usernsRemap: boolean | null;
  readonly liveRestore: boolean | null;
  /** Ranges it takes subnets from, where it was told some; empty: its own defaults. `null` when that is not known. */
  readonly addressPools: readonly AddressPool[] | null;
  /** Warnings the engine itself gives. */
  readonly warnings: readonly string[];
  /** Host process id of the daemon where it was found. */
  readonly daemonPid: number | null;
}

/** What a running engine told, beside the facts about itself. A list is `null` when it could not be had. */
export interface EngineInventory {
  readonly facts: EngineFacts;
  readonly containers: readonly ContainerRecord[] | null;
  readonly images: readonly ImageRecord[] | null;
  readonly volumes: readonly VolumeRecord[] | null;
  readonly networks: readonly NetworkRecord[] | null;
  readonly buildCache: readonly BuildCacheRecord[] | null;
  /** `LayersSize` of `/system/df` (apparent bytes), asked for only when the disk cannot be read. */
  readonly layersBytes: number | null;
  /** Processes and use as it tells them, asked for only where its `/proc` cannot be read here; else `null`. */
  readonly live: EngineLive | null;
}
