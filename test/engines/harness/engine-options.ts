import type { LayoutOverrides } from './layout.js';

/** Debian 12's own engine, or the one of a newer Debian release. */
export type EngineRelease = '20.10' | '28';

/**
 * Storage drivers of the graph driver store; `overlay` went with 24.0. The containerd store calls its own
 * snapshotters `overlayfs` (the default) and `native`, and knows `btrfs` and `fuse-overlayfs` too.
 */
export type StorageDriver =
  | 'overlay2'
  | 'overlay'
  | 'vfs'
  | 'fuse-overlayfs'
  | 'btrfs'
  | 'overlayfs'
  | 'native';

/** How a private engine differs from the ordinary one. */
export interface EngineOptions extends LayoutOverrides {
  /** Lets the engine make its `docker0` bridge: only inside a network namespace of its own. */
  readonly defaultBridge?: boolean;
  /** `20.10` when not given. */
  readonly release?: EngineRelease;
  /** Where images are kept; `graphdriver` when not given. 20.10 knows no other. */
  readonly imageStore?: 'graphdriver' | 'containerd';
  /** The engine's own choice when not given. With `btrfs` the data root is a btrfs file system in a loop device. */
  readonly storageDriver?: StorageDriver;
  /** Further keys of `daemon.json`. Keys of `features` are added to those that the other options set. */
  readonly daemonConfiguration?: Readonly<Record<string, unknown>>;
  /** Further arguments of the daemon. */
  readonly daemonFlags?: readonly string[];
}

/** What may be different when an engine is started again: where it keeps everything stays. */
export type EngineChange = Partial<
  Pick<EngineOptions, 'imageStore' | 'storageDriver' | 'daemonConfiguration' | 'daemonFlags'>
>;
