/** An image that the engine lists: with a name, or without one and with no other image made from it. */
export interface CrowdImage {
  readonly id: string;
  /** Tags, empty for a dangling image. */
  readonly references: readonly string[];
  /** Names of the containers, in any state, that were made from it. */
  readonly containers: readonly string[];
}

export interface CrowdContainer {
  readonly id: string;
  readonly name: string;
  readonly imageId: string;
  readonly state: 'running' | 'exited' | 'created';
  /** Names of the volumes that it mounts. */
  readonly volumes: readonly string[];
}

export interface CrowdVolume {
  readonly name: string;
  readonly anonymous: boolean;
  /** Names of the containers, in any state, that mount it. */
  readonly containers: readonly string[];
}

export interface CrowdNetwork {
  readonly id: string;
  readonly name: string;
}

export interface CrowdCacheRecord {
  readonly id: string;
  /** Such as `regular` or `exec.cachemount`. */
  readonly type: string;
  /** As the engine tells them: 20.10 at most one. */
  readonly parents: readonly string[];
  readonly shared: boolean;
}

/** What {@link seedCrowd} made. */
export interface Crowd {
  readonly images: readonly CrowdImage[];
  /** Ids of images without a name from which others were made, as the engine shows them with `--all` only. */
  readonly intermediateImages: readonly string[];
  readonly containers: readonly CrowdContainer[];
  readonly volumes: readonly CrowdVolume[];
  readonly networks: readonly CrowdNetwork[];
  readonly buildCache: readonly CrowdCacheRecord[];
  /** What running containers keep, themselves included: the engine does not remove it, or would end what runs. */
  readonly mustStay: {
    /** Ids. */
    readonly images: readonly string[];
    /** Ids. */
    readonly containers: readonly string[];
    /** Names. */
    readonly volumes: readonly string[];
    /** Ids. */
    readonly networks: readonly string[];
  };
}
