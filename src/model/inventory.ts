import type { BuildCacheHoldings, BuildCacheRecord } from './build-cache.js';
import type { ContainerRecord } from './container.js';
import type { EngineInventory } from './engine.js';
import type { Filesystem } from './filesystem.js';
import type { ImageRecord, LayerMountRecord, LayerRecord } from './image.js';
import type { NetworkRecord } from './network.js';
import type { Problem } from './problem.js';
import type { VolumeRecord } from './volume.js';
import type { WalkResult } from './walk.js';

/** The graph-driver image store `image/<driver>` and what it refers to in `<driver>/`. */
export interface GraphStore {
  readonly driver: string;
  readonly images: readonly ImageRecord[];
  readonly layers: readonly LayerRecord[];
  readonly mounts: readonly LayerMountRecord[];
  /** Cache ids named by half-removed layers (`layerdb/sha256/<hex>-<random>-removing`). */
  readonly pendingRemovals: readonly { readonly name: string; readonly cacheId: string | null }[];
  /** Short link (`overlay2/l/<link>`) of each layer directory, by directory name. */
  readonly links: ReadonlyMap<string, string>;
}

/** Everything a data root's metadata says at one moment. */
export interface DataRootRecords {
  readonly stores: readonly GraphStore[];
  readonly containers: readonly ContainerRecord[];
  /** Container directories without a readable `config.v2.json`. */
  readonly damagedContainers: readonly string[];
  readonly volumes: readonly VolumeRecord[];
  /** `null` when BuildKit's record database could not be read. */
  readonly buildCache: readonly BuildCacheRecord[] | null;
  /** `null` when BuildKit's databases are there and could not be read: then no directory may be called orphaned. */
  readonly buildCacheHoldings: BuildCacheHoldings | null;
  readonly networks: readonly NetworkRecord[] | null;
  /** Directories that could not be listed, relative to the root: what they hold is unknown, not nothing. */
  readonly unlisted: readonly string[];
  /** The data root as its own files name it: on a rescued disk not where it is mounted now. */
  readonly originalPath: string | null;
}

/** One data root: its metadata before and after the walk, and the walk. */
export interface DataRootInventory {
  readonly path: string;
  /** This user may not read it: only its filesystem is known, and the records are empty. */
  readonly denied: boolean;
  readonly filesystem: Filesystem | null;
  readonly records: DataRootRecords;
  /**
   * The same read before the walk. What is referenced in either reading is in use, so that an image pulled or a
   * container removed during the walk is never taken for a leftover.
   */
  readonly earlierRecords: DataRootRecords;
  readonly walk: WalkResult | null;
  /**
   * A running engine holds the data root (it keeps its databases locked); `null` when that could not be seen. What
   * nothing refers to may then be work under way.
   */
  readonly heldByEngine: boolean | null;
  /** Mount points below the data root at the time of the walk, relative to it. */
  readonly mountPoints: readonly string[];
}

/** Facts about the machine bilge runs on. */
export interface HostFacts {
  readonly hostname: string | null;
  readonly operatingSystem: string | null;
  readonly kernelVersion: string | null;
  readonly cpus: number | null;
  readonly memoryBytes: number | null;
}

/** What is: everything the collectors found, before any analysis. */
export interface Inventory {
  readonly takenAt: string;
  /** True for the bundled sample host. */
  readonly sample: boolean;
  readonly host: HostFacts;
  /** `null` when no engine was asked or none answered. */
  readonly engine: EngineInventory | null;
  readonly dataRoots: readonly DataRootInventory[];
  readonly problems: readonly Problem[];
}
