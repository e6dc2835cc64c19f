import { collecting, SIZES } from '../../../src/cli/collecting.js';
import { engineEndpoint } from '../../../src/cli/host.js';
import { type LoadedCleanup, loadForCleanup } from '../../../src/cli/load-report.js';
import { openRemovalEngine } from '../../../src/collectors/engine/removal-engine.js';
import { type CleanupPolicy, DEFAULT_POLICY } from '../../../src/model/policy.js';
import type { RemovalEngine } from '../../../src/model/removal-engine.js';
import type { PrivateEngine } from './private-engine.js';

/** A policy to which nothing is too young. */
export const ANY_AGE: CleanupPolicy = {
  ...DEFAULT_POLICY,
  olderThan: { images: 0, containers: 0, volumes: 0, buildCache: 0, networks: 0 },
};

/** What `bilge clean` would be chosen from, of this engine's own roots alone. */
export function cleanupOf(engine: PrivateEngine, policy: CleanupPolicy = ANY_AGE): Promise<LoadedCleanup> {
  const options = { host: engine.host, dataRoot: engine.layout.dataRoot };
  return loadForCleanup(options, policy, collecting(SIZES));
}

/** The removal engine that `bilge clean --apply` goes through. */
export async function removals(engine: PrivateEngine): Promise<RemovalEngine> {
  return openRemovalEngine(await engineEndpoint({ host: engine.host }));
}
