import { DaemonJsonError, parseDaemonJson } from '../../formats/daemon-json.js';
import type { AddressPool } from '../../model/network.js';
import type { LocatedRoot } from '../data-root/open-root.js';
import { readSmallFileOrNull } from '../proc/daemon-files.js';
import { systemPlaces } from './host-places.js';
import type { HostSources } from './host-sources.js';

const MAX_CONFIGURATION = 4 * 1024 * 1024;

/**
 * Address pools that the system's `daemon.json` sets for the engine of the first of these roots, for when no engine
 * answers: empty where it sets none. `null` where that file is damaged, or is not the one of that engine: only what it
 * names, or the usual place, is known to be.
 */
export async function configuredPools(
  sources: HostSources,
  roots: readonly LocatedRoot[],
): Promise<readonly AddressPool[] | null> {
  const origin = roots.find(({ place }) => place.kind === 'data-root')?.place.origin;
  if (origin !== 'default' && origin !== 'configuration') return null;
  const { daemonJson } = sources.places ?? systemPlaces();
  const text = await readSmallFileOrNull(daemonJson, MAX_CONFIGURATION);
  try {
    return parseDaemonJson(text ?? '').defaultAddressPools ?? [];
  } catch (error) {
    if (error instanceof DaemonJsonError) return null;
    throw error;
  }
}
