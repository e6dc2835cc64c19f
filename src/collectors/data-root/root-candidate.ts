import type { RootKind, RootOrigin } from '../../model/inventory.js';

/** A place where a root may be. */
export interface RootCandidate {
  readonly path: string;
  readonly kind: RootKind;
  readonly origin: RootOrigin;
  /** Whose engine it is, where it is one user's; `null`: the system's. */
  readonly user: string | null;
}
