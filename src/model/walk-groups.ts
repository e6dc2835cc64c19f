import { CONTAINERD, GROUP_PATTERNS } from './data-root-layout.js';
import { containerdGroupPatterns, PRIVATE_CONTAINERD } from './containerd-layout.js';
import type { RootKind } from './inventory.js';

/** In a data root the private containerd's own root is kept apart as well. */
const DATA_ROOT: readonly string[] = [
  ...GROUP_PATTERNS,
  // Literal names hide `*` beside them, so each is listed as a group of its own.
  CONTAINERD,
  `${CONTAINERD}/*`,
  PRIVATE_CONTAINERD,
  ...containerdGroupPatterns(PRIVATE_CONTAINERD),
];

/** What a walk keeps apart: each object and each file that has an owner of its own. */
export function walkGroups(kind: RootKind): readonly string[] {
  return kind === 'containerd-root' ? containerdGroupPatterns('') : DATA_ROOT;
}
