import type { AdviceRule, RemovalRule } from '../rule.js';
import { anonymousVolumes } from './anonymous-volumes.js';
import { buildCache } from './build-cache.js';
import { danglingImages } from './dangling-images.js';
import { exitedContainers } from './exited-containers.js';
import { heldImages } from './held-images.js';
import { leftovers } from './leftovers.js';
import { namedVolumes } from './named-volumes.js';
import { oldBuilds } from './old-builds.js';
import { unboundedLogs } from './unbounded-logs.js';
import { unusedImages } from './unused-images.js';
import { unusedNetworks } from './unused-networks.js';

/** Rules for what an engine removes on request. */
export const REMOVAL_RULES: readonly RemovalRule[] = [
  danglingImages,
  unusedImages,
  oldBuilds,
  heldImages,
  exitedContainers,
  anonymousVolumes,
  namedVolumes,
  buildCache,
  unusedNetworks,
];

/** Rules for the rest. */
export const ADVICE_RULES: readonly AdviceRule[] = [unboundedLogs, leftovers];
