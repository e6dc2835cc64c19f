import type { RootCandidate } from '../data-root/root-candidate.js';
import { systemConfiguration } from './system-configuration.js';

/** The data root that the system's `daemon.json` names, whether an engine runs or not. */
export async function configuredRoots(daemonJson: string): Promise<RootCandidate[]> {
  const dataRoot = (await systemConfiguration(daemonJson))?.dataRoot ?? null;
  // A relative path is relative to wherever dockerd was started.
  if (dataRoot === null || !dataRoot.startsWith('/')) return [];
  return [{ path: dataRoot, kind: 'data-root', origin: 'configuration', user: null }];
}
