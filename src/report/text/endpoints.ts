import type { NetworkReport } from '../types.js';
import { cleanText } from './clean-text.js';
import { shortId } from './names.js';
import { renderTable } from './table.js';

type Endpoint = NetworkReport['endpoints'][number];

/** Who an endpoint belongs to, in words. */
export function endpointOwner({ containerName, containerId, endpointId }: Endpoint): string {
  if (containerName !== null) return containerName;
  if (containerId !== null) return shortId(containerId);
  return endpointId === null ? '<no container>' : `<no container> ${shortId(endpointId)}`;
}

/** Both ends of an endpoint: `eth0 ↔ veth1a2b3c4`; `?` for what was not seen. */
export function endpointInterfaces({
  containerInterface,
  hostInterface,
}: Pick<Endpoint, 'containerInterface' | 'hostInterface'>): string {
  if (hostInterface === null) return containerInterface ?? '';
  return `${containerInterface ?? '?'} ↔ ${hostInterface}`;
}

/** The endpoints of networks, one line each, below the list of these. */
export function renderEndpoints(networks: readonly NetworkReport[], available: number): string[] {
  const rows = networks.flatMap((network) =>
    network.endpoints.map((endpoint) =>
      [
        network.name,
        `${endpointOwner(endpoint)}${endpoint.running === false ? ' (stopped)' : ''}`,
        endpoint.ipv4Address ?? '',
        endpoint.ipv6Address ?? '',
        endpoint.macAddress ?? '',
        (endpoint.dnsNames ?? []).join(' '),
        endpointInterfaces(endpoint),
      ].map(cleanText),
    ),
  );
  if (rows.length === 0) return [];
  // Containers that do not run have no addresses, and most networks no IPv6.
  const kept = (_cell: unknown, i: number): boolean => rows.some((row) => row[i] !== '');
  const columns = [
    { title: 'NETWORK', align: 'left', shrinks: 'end' },
    { title: 'CONTAINER', align: 'left', shrinks: 'middle' },
    { title: 'IPV4', align: 'left' },
    { title: 'IPV6', align: 'left', drop: 2, shrinks: 'middle' },
    { title: 'MAC', align: 'left', drop: 4 },
    { title: 'DNS NAMES', align: 'left', drop: 1, shrinks: 'end' },
    { title: 'INTERFACES', align: 'left', drop: 3 },
  ] as const;
  return [
    '',
    'ENDPOINTS',
    ...renderTable(
      columns.filter(kept),
      rows.map((row) => row.filter(kept)),
      available,
    ),
  ];
}
