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
  /** Directories of `containers/` without a readable configuration, in both readings. */
  readonly damagedContainers: ReadonlySet<string>;
  readonly proof: Pick<Proof, 'directories' | 'links'>;
  /** Where containerd's root lies below this one, by its databases in both readings; `null`: there is none. */
  readonly containerd: ContainerdPlace | null;
  /** `containerd/` without readable databases holds the engine's own state and no images. */
  readonly containerdIsState: boolean;
  /**
   * True when something that nothing refers to is certain to be a leftover and not part of work under way: no
   * engine runs, or it has not changed for a while.
   */
  readonly settled: (path: string) => boolean;
}
