import { DaemonJsonError, parseDaemonJson } from '../../formats/daemon-json.js';
import type { RootCandidate } from '../data-root/root-candidate.js';
import { readSmallFileOrNull } from '../proc/daemon-files.js';

const MAX_CONFIGURATION = 4 * 1024 * 1024;

/** The data root that the system's `daemon.json` names, whether an engine runs or not. */
export async function configuredRoots(daemonJson: string): Promise<RootCandidate[]> {
  const text = await readSmallFileOrNull(daemonJson, MAX_CONFIGURATION);
  try {
    const { dataRoot } = parseDaemonJson(text ?? '');
    // A relative path is relative to wherever dockerd was started.
    if (dataRoot === null || !dataRoot.startsWith('/')) return [];
    return [{ path: dataRoot, kind: 'data-root', origin: 'configuration', user: null }];
  } catch (error) {
    // The collector of the daemon's configuration tells of a file that is damaged.
    if (error instanceof DaemonJsonError) return [];
    throw error;
  }
}
