import type { AddressPool } from '../../model/network.js';
import type { LocatedRoot } from '../data-root/open-root.js';
import { systemPlaces } from './host-places.js';
import type { HostSources } from './host-sources.js';
import { systemConfiguration } from './system-configuration.js';

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
  const configuration = await systemConfiguration(daemonJson);
  return configuration === null ? null : (configuration.defaultAddressPools ?? []);
}
