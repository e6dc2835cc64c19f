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
  /** In use by a build at this moment; `null` when nobody could say. */
  readonly inUse: boolean | null;
  /** Size as the engine gives it; `null` offline. */
  readonly engineSizeBytes: number | null;
}

/** Which directories of the storage driver and which layers BuildKit holds, from `snapshots.db`. */
export interface BuildCacheHoldings {
  /** Directory names that belong to BuildKit alone. */
  readonly cacheIds: ReadonlySet<string>;
  /** Layers of the image store that BuildKit keeps alive. */
  readonly chainIds: ReadonlySet<string>;
}
