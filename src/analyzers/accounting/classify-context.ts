import type { BuildContent } from './build-content.js';
import type { KnownContainers } from './known-containers.js';
import type { OwnerMap } from './owners.js';
import type { Proof } from './proof.js';

/** A containerd root and what may be concluded from its databases. */
export interface ContainerdPlace {
  /** Relative to the root; `''`: it is the root. */
  readonly path: string;
  /** Docker keeps images in it. */
  readonly hasImages: boolean;
  /** Both readings of its databases were whole: what they do not name is referred to by nothing. */
  readonly reliable: boolean;
}

/** What the classification needs to know besides the path. */
export interface ClassifyContext {
  readonly owners: OwnerMap;
  readonly containers: KnownContainers;
  readonly proof: Pick<Proof, 'directories' | 'links'>;
  /** Where containerd's root lies below this one, by its databases in both readings; `null`: there is none. */
  readonly containerd: ContainerdPlace | null;
  /** `containerd/` without readable databases holds the engine's own state and no images. */
  readonly containerdIsState: boolean;
  /** What BuildKit's own content store keeps; `null` when that is not known. */
  readonly buildContent: BuildContent | null;
  /** The walk has met a path. */
  readonly isThere: (path: string) => boolean;
  /** No engine can be at work at a path: none runs, or it has not changed for a while. */
  readonly settled: (path: string) => boolean;
}
