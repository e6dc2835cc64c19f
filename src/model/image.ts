/** An image as the image store records it. */
export interface ImageRecord {
  /** `sha256:<hex>`: digest of the image configuration. */
  readonly id: string;
  /** Every `repo:tag` and `repo@digest` that points here. Empty: dangling. */
  readonly references: readonly string[];
  /** `os/architecture[/variant]`. */
  readonly platform: string | null;
  readonly createdAt: string | null;
  /** When a tag was last set, where the engine recorded it. */
  readonly taggedAt: string | null;
  /** Local parent (legacy builder, `docker commit`). */
  readonly parentId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Lowest layer first. */
  readonly diffIds: readonly string[];
  /** The build step behind each layer, same order and length as `diffIds` where the history fits, else empty. */
  readonly createdBy: readonly string[];
  /** Path of the configuration below the data root, `null` when only the engine told. */
  readonly configPath: string | null;
  /** Size as the engine gives it (apparent bytes), `null` offline. */
  readonly engineSizeBytes: number | null;
  /** Bytes shared with other images as the engine gives it, `null` when it did not say. */
  readonly engineSharedBytes: number | null;
}

/** A layer as `image/<driver>/layerdb` records it. */
export interface LayerRecord {
  readonly chainId: string;
  readonly diffId: string | null;
  /** Directory of the layer in the storage driver. */
  readonly cacheId: string | null;
  readonly parentChainId: string | null;
  /** `size` of layerdb: apparent bytes when the layer was made. */
  readonly recordedBytes: number | null;
}

/** `image/<driver>/layerdb/mounts/<name>`: a writable layer of a container, or of a running BuildKit step. */
export interface LayerMountRecord {
  /** Container id, or BuildKit's 25-character identity. */
  readonly name: string;
  readonly mountId: string | null;
  readonly initId: string | null;
  /** Chain id of the image's top layer; `null` for an image without layers. */
  readonly parentChainId: string | null;
}
