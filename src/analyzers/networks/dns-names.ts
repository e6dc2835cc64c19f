import type { ContainerEndpoint } from '../../model/container-settings.js';
import type { NetworkEndpointRecord, NetworkRecord } from '../../model/network.js';
import { isRunning } from '../host-view.js';
import type { HostContainer } from '../merge-records.js';
import { isPredefined } from './known-networks.js';

/** Digits of an id that engines show, `stringid.TruncateID`. */
const SHORT_ID = 12;

/**
 * The names that the embedded DNS answers for with an endpoint's address. It knows user-defined networks only, and
 * containers that run. The engine tells the names since API 1.44, its database always; else they are put together as
 * the engine does: name, aliases, short id and hostname.
 * Source: Docker Engine, `daemon/container_operations.go` (`updateNetworkConfig`, `buildEndpointDNSNames`).
 *
 * @param podman Podman has another DNS server, at another address
 */
export function dnsNamesOf(
  { record, root: _root }: HostContainer,
  endpoint: ContainerEndpoint,
  network: NetworkRecord | null,
  recorded: NetworkEndpointRecord | null,
  podman: boolean,
): string[] | null {
  if (network === null || podman || isPredefined(network) || network.ingress) return null;
  if (!isRunning(record.status)) return [];
  const told = endpoint.dnsNames ?? recorded?.dnsNames ?? null;
  if (told !== null) return [...told];
  const hostname = record.settings?.networking.hostname ?? null;
  const names = [record.name, ...endpoint.aliases, record.id.slice(0, SHORT_ID), hostname];
  return [...new Set(names.filter((name) => name !== null && name !== ''))].filter((name) => name !== null);
}
