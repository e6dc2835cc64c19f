import type { DriverPool } from '../../model/driver-record.js';
import type { ImageStore } from '../../model/engine.js';
import type { ImageRecord, LayerMountRecord, LayerRecord } from '../../model/image.js';

/** Where something lies, relative to its root. */
export interface Place {
  /** Its directory or file; `null` when that is not known, or the driver keeps it where no walk sees it. */
  readonly content: string | null;
  /** What else goes with it, such as its record and its short link. */
  readonly metadata: readonly string[];
}

/** A layer: a directory of a storage driver, or a committed snapshot. */
export interface StoreLayer extends LayerRecord, Place {
  /** Key in containerd's snapshotter; `null` in a graph-driver store. */
  readonly snapshotKey: string | null;
  /** Allocated bytes as the manager of its volume tells them; `null` where none did. */
  readonly toldBytes: number | null;
}

/** A blob of the content store: a compressed layer, a manifest, a configuration. */
export interface StoreBlob extends Place {
  readonly digest: string;
  readonly recordedBytes: number | null;
}

/** One of the manifests behind a name, such as one platform's. */
export interface StoreManifest {
  readonly digest: string;
  readonly kind: 'image' | 'attestation' | 'unknown';
  readonly platform: string | null;
  /** Its blobs are here, not only named by the index. */
  readonly available: boolean;
  readonly layers: readonly string[];
  readonly blobs: readonly string[];
}

export interface StoreImage {
  readonly record: ImageRecord;
  /** Ids of its layers, lowest first. A layer that is missing from the store is listed as well. */
  readonly layers: readonly string[];
  /**
   * Those of them that it keeps from being removed. Containerd's garbage collector follows labels alone: of two images
   * with the same layers the one that was unpacked last need not have them.
   */
  readonly keptLayers: readonly string[];
  /** Digests of its blobs that are in the store. */
  readonly blobs: readonly string[];
  readonly manifests: readonly StoreManifest[];
  /** What goes with it beside layers and blobs. */
  readonly metadata: readonly string[];
}

/** A writable layer with its init layer: of a container, or of a build step that runs. */
export interface StoreMount extends Omit<LayerMountRecord, 'mountId' | 'initId'> {
  readonly writable: string | null;
  readonly init: string | null;
  /** Allocated bytes of both as the manager of their volumes tells them. */
  readonly writableTold: number | null;
  readonly initTold: number | null;
  readonly metadata: readonly string[];
}

/** Layers and blobs that somebody keeps, by id and digest; what is below a layer is kept with it. */
export interface Holdings {
  readonly layers: ReadonlySet<string>;
  readonly blobs: ReadonlySet<string>;
}

export const NO_HOLDINGS: Holdings = { layers: new Set(), blobs: new Set() };

/** An image store as the analyzers see it: the same for graph drivers and for containerd. */
export interface LayerStore {
  readonly imageStore: ImageStore;
  /** Storage driver or snapshotter. */
  readonly driver: string;
  readonly layers: ReadonlyMap<string, StoreLayer>;
  readonly blobs: ReadonlyMap<string, StoreBlob>;
  readonly images: ReadonlyMap<string, StoreImage>;
  readonly mounts: readonly StoreMount[];
  /** What the build cache keeps; `null` when that is not known. */
  readonly buildCache: Holdings | null;
  /** What is kept by something that no engine command removes: build history, leases, other clients. */
  readonly others: Holdings;
  /** Why the content of layers is not measured; `null` when it is. */
  readonly unmeasuredReason: string | null;
  /** The pool that holds all layers, where the driver has one and its manager told of it. */
  readonly pool: DriverPool | null;
}

/** Key of a blob among the parts of images: an uncompressed layer's digest can be its chain id as well. */
export function blobPart(digest: string): string {
  return `blob ${digest}`;
}

/** Where a layer or a blob lies, by part key. */
export function placeOf(store: LayerStore, part: string): Place | undefined {
  return part.startsWith('blob ') ? store.blobs.get(part.slice(5)) : store.layers.get(part);
}

/** True for a container's writable layer, false for that of a build step: BuildKit's names are shorter. */
export function isContainerMount(mount: StoreMount): boolean {
  return mount.name.length === 64;
}
