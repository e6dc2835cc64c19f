import type { BuildCacheHoldings, BuildCacheRecord } from './build-cache.js';
import type { ControlGroups } from './cgroup.js';
import type { ContainerdNamespace, ContainerdStore } from './containerd.js';
import type { ContainerRecord } from './container.js';
import type { DriverPool, DriverRecord } from './driver-record.js';
import type { EngineInventory } from './engine.js';
import type { Filesystem } from './filesystem.js';
import type { Confirmation, Holdings } from './holdings.js';
import type { HostNetwork } from './host-network.js';
import type { ImageRecord, LayerMountRecord, LayerRecord } from './image.js';
import type { AddressPool, NetworkRecord } from './network.js';
import type { Problem } from './problem.js';
import type { ProcessTable } from './process.js';
import type { VolumeRecord } from './volume.js';
import type { WalkResult } from './walk.js';

/** The graph-driver image store `image/<driver>` and what it refers to in `<driver>/`. */
export interface GraphStore {
  readonly driver: string;
  readonly images: readonly ImageRecord[];
  readonly layers: readonly LayerRecord[];
  readonly mounts: readonly LayerMountRecord[];
  /** Cache ids named by half-removed layers (`layerdb/sha256/<hex>-<random>-removing`). */
  readonly pendingRemovals: readonly {
    readonly name: string;
    readonly cacheId: string | null;
    /** The layer below, which goes next where no other needs it. */
    readonly parentChainId?: string | null;
  }[];
  /** Short link (`overlay2/l/<link>`) of each layer directory, by directory name. */
  readonly links: ReadonlyMap<string, string>;
  /** What the storage driver itself, or its volume manager, tells of its layers, by directory name. */
  readonly driverRecords: ReadonlyMap<string, DriverRecord>;
  /** The pool that holds all layers together, where the driver has one and its manager told of it. */
  readonly driverPool: DriverPool | null;
}

/** Everything a root's metadata says at one moment; in a root of containerd alone only `containerd` is filled. */
export interface RootRecords {
  readonly stores: readonly GraphStore[];
  /** Containerd roots at or below this root: none, or one. */
  readonly containerd: readonly ContainerdStore[];
  readonly containers: readonly ContainerRecord[];
  /** Container directories without a readable `config.v2.json`. */
  readonly damagedContainers: readonly string[];
  readonly volumes: readonly VolumeRecord[];
  /** `null` when BuildKit's record database could not be read. */
  readonly buildCache: readonly BuildCacheRecord[] | null;
  /** `null` when BuildKit's databases are there and could not be read: then no directory may be called orphaned. */
  readonly buildCacheHoldings: BuildCacheHoldings | null;
  /**
   * What BuildKit's own content store has recorded (`buildkit/containerdmeta.db`, with the graph-driver image store);
   * `null` when that is there and could not be read whole.
   */
  readonly buildContent: readonly ContainerdNamespace[] | null;
  readonly networks: readonly NetworkRecord[] | null;
  /** Directories that could not be listed, relative to the root: what they hold is unknown, not nothing. */
  readonly unlisted: readonly string[];
  /** The data root as its own files name it: on a rescued disk not where it is mounted now. */
  readonly originalPath: string | null;
}

/**
 * What a root is.
 * - `data-root`: an engine's data root, with the containerd root it may hold;
 * - `containerd-root`: the root of a containerd that other clients may use as well.
 */
export const ROOT_KINDS = ['data-root', 'containerd-root'] as const;

export type RootKind = (typeof ROOT_KINDS)[number];

/**
 * Why bilge looks at a root.
 * - `engine`: the running engine keeps its data there, or its containerd does;
 * - `named`: on the command line;
 * - `default`: the usual place;
 * - `userns-remap`: a data root of remapped users, inside another one;
 * - `configuration`: a daemon configuration file names it;
 * - `process`: another engine that runs on this host uses it;
 * - `rootless`: an engine of one user;
 * - `sample`: it came with bilge.
 */
export const ROOT_ORIGINS = [
  'engine',
  'named',
  'default',
  'userns-remap',
  'configuration',
  'process',
  'rootless',
  'sample',
] as const;

export type RootOrigin = (typeof ROOT_ORIGINS)[number];

/** One root: its metadata before and after the walk, and the walk. */
export interface RootInventory {
  readonly kind: RootKind;
  readonly origin: RootOrigin;
  /** Whose engine it is, where it is one user's (rootless). */
  readonly user?: string | null;
  readonly path: string;
  /** This user may not read it: only its filesystem is known, and the records are empty. */
  readonly denied: boolean;
  readonly filesystem: Filesystem | null;
  readonly records: RootRecords;
  /**
   * The same read before the walk. What is referenced in either reading is in use, so that an image pulled or a
   * container removed during the walk is never taken for a leftover.
   */
  readonly earlierRecords: RootRecords;
  readonly walk: WalkResult | null;
  /**
   * A running engine holds the data root (it keeps its databases locked); `null` when that could not be seen. What
   * nothing refers to may then be work under way.
   */
  readonly heldByEngine: boolean | null;
  /**
   * When the process that holds it was started, RFC 3339, at most a second early: nothing that has not changed since
   * is part of its work. `null`: none holds it, or that could not be seen.
   */
  readonly heldSince: string | null;
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

/**
 * How much was collected.
 * - `everything`: with the disk walked;
 * - `live`: what runs and what connects it alone. Roots have containers and networks, no other records and no walk.
 */
export type CollectScope = 'everything' | 'live';

/** What is: everything the collectors found, before any analysis. */
export interface Inventory {
  readonly takenAt: string;
  /** True for the bundled sample host. */
  readonly sample: boolean;
  readonly scope: CollectScope;
  readonly host: HostFacts;
  /** `null` when no engine was asked or none answered. */
  readonly engine: EngineInventory | null;
  /** Address pools that the configuration on the disk sets, where no engine was there to tell; `null`: not known. */
  readonly configuredPools?: readonly AddressPool[] | null;
  readonly roots: readonly RootInventory[];
  /** What mounts and processes hold below the roots; `null` where `/proc` cannot say: a sample, an engine elsewhere. */
  readonly holdings: Holdings | null;
  /** The second look at what may be a leftover; `null` while there was none, or nothing to look at. */
  readonly confirmation: Confirmation | null;
  /** The processes of this machine; `null` where they are not the engine's, or could not be read. */
  readonly processes: ProcessTable | null;
  /** Limits and use of the containers of this machine; `null` where they cannot be seen. */
  readonly controlGroups: ControlGroups | null;
  /** The host's side of the containers' networks; `null` where it cannot be seen. */
  readonly hostNetwork: HostNetwork | null;
  readonly problems: readonly Problem[];
}
