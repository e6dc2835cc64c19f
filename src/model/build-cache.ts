/** A build cache record of BuildKit, from `metadata_v2.db` or `/system/df`. */
export interface BuildCacheRecord {
  readonly id: string;
  /** `regular`, `source.local`, `exec.cachemount`, `source.git.checkout`, `frontend`, `internal`. */
  readonly type: string;
  readonly description: string;
  readonly createdAt: string | null;
  readonly lastUsedAt: string | null;
  readonly usageCount: number;
  readonly parents: readonly string[];
  /** Directory of the record's data in the storage driver; `null` when it has none of its own. */
  readonly cacheId: string | null;
  /** Chain id when the data is a layer of the image store. */
  readonly chainId: string | null;
  /** Snapshot of a containerd snapshotter that holds the data, in Docker's namespace; `null` in a graph-driver store. */
  readonly snapshot: { readonly snapshotter: string; readonly key: string } | null;
  /** Digest of the compressed blob of the same data; `null` when there is none. */
  readonly blob: string | null;
  /** In use by a build at this moment; `null` when nobody could say. */
  readonly inUse: boolean | null;
  /** Size as the engine gives it, or has recorded it when it was last asked; `null` where it never was. */
  readonly engineSizeBytes: number | null;
}

/** Which directories of the storage driver and which layers BuildKit holds, from `snapshots.db`. */
export interface BuildCacheHoldings {
  /** Directory names that belong to BuildKit alone. */
  readonly cacheIds: ReadonlySet<string>;
  /** Layers of the image store that BuildKit keeps alive. */
  readonly chainIds: ReadonlySet<string>;
}
