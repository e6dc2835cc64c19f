import { type DaemonJson, DaemonJsonError, parseDaemonJson } from '../../formats/daemon-json.js';
import { readSmallFileOrNull } from '../proc/daemon-files.js';

const MAX_CONFIGURATION = 4 * 1024 * 1024;

/**
 * The system's `daemon.json`, whether an engine runs or not: one that sets nothing where there is no file. `null` where
 * it is damaged: the collector of the daemon's own configuration tells of that.
 */
export async function systemConfiguration(daemonJson: string): Promise<DaemonJson | null> {
  const text = await readSmallFileOrNull(daemonJson, MAX_CONFIGURATION);
  try {
    return parseDaemonJson(text ?? '');
  } catch (error) {
    if (error instanceof DaemonJsonError) return null;
    throw error;
  }
}
