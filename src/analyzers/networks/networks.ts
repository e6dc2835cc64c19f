import type { NetworkEndpointRecord } from '../../model/network.js';
import type { NetworkReport } from '../../report/types.js';
import { CONTAINERS_UNKNOWN, type HostView, isRunning } from '../host-view.js';
import type { HostContainer } from '../merge-records.js';
import { bridgeOf, type HostNetworkRecord, isPredefined } from './known-networks.js';
import { type JoinedEndpoint, NetworkView } from './network-view.js';
import { overlapsOf } from './overlaps.js';

type EndpointReport = NetworkReport['endpoints'][number];

/** Every network of every engine of the host, with its endpoints. */
export function reportNetworks(view: HostView): NetworkReport[] {
  const joined = NetworkView.of(view);
  const overlaps = overlapsOf(joined.networks);
  const containers = new Map(view.containers.map((container) => [container.record.id, container]));
  const states = new Map(
    (view.inventory.hostNetwork?.interfaces ?? []).map(({ name, state }) => [name, state]),
  );
  return joined.networks.map((network) => {
    const { record, root } = network;
    const hostInterface = bridgeOf(record);
    const endpoints = endpointsOf(joined, network, containers);
    const state = hostInterface === null ? null : (states.get(hostInterface) ?? null);
    const { endpoints: _endpoints, ...facts } = record;
    return {
      ...facts,
      root: root?.path ?? null,
      predefined: isPredefined(record),
      labels: { ...record.labels },
      options: { ...record.options },
      subnets: record.subnets.map((subnet) => ({ ...subnet })),
      hostInterface,
      hostInterfaceUp: state === null ? null : state === 'up',
      endpoints,
      used: endpoints.length > 0,
      overlaps: overlaps.get(network) ?? [],
      unmeasuredReason: whyUnknown(view),
    };
  });
}

/** Why a network may be in use though no endpoint is known. */
function whyUnknown(view: HostView): string | null {
  if (!view.containersKnown) return CONTAINERS_UNKNOWN;
  return view.containers.some(({ record }) => record.settings === null)
    ? 'not every container’s settings could be read: one may be in it that is not listed'
    : null;
}

function endpointsOf(
  joined: NetworkView,
  network: HostNetworkRecord,
  containers: ReadonlyMap<string, HostContainer>,
): EndpointReport[] {
  const told = joined.endpointsIn(network);
  const known = new Set(told.map(({ report }) => report.endpointId));
  const others = (network.record.endpoints ?? []).filter(({ endpointId }) => !known.has(endpointId));
  return [
    ...told.map(ofContainer),
    ...others.map((endpoint) => recorded(endpoint, containers.get(endpoint.containerId ?? '') ?? null)),
  ].sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
}

function sortKey({ containerName, containerId, endpointId }: EndpointReport): string {
  // Those of containers that are not known come last.
  return [containerName ?? '\u{10ffff}', containerId ?? '', endpointId ?? ''].join(' ');
}

function ofContainer({ container: { record }, report }: JoinedEndpoint): EndpointReport {
  const { networkId: _id, networkName: _name, gateway: _gateway, ...endpoint } = report;
  return {
    containerId: record.id,
    containerName: record.name,
    running: isRunning(record.status),
    ...endpoint,
  };
}

/** What only the network's record has: endpoints of load balancers, of gateways, and left over ones. */
function recorded(endpoint: NetworkEndpointRecord, container: HostContainer | null): EndpointReport {
  return {
    endpointId: endpoint.endpointId,
    containerId: endpoint.containerId,
    containerName: container?.record.name ?? null,
    running: container === null ? null : isRunning(container.record.status),
    ipv4Address: endpoint.ipv4Address,
    ipv6Address: endpoint.ipv6Address,
    macAddress: endpoint.macAddress,
    aliases: [],
    dnsNames: endpoint.dnsNames === null ? null : [...endpoint.dnsNames],
    containerInterface: null,
    hostInterface: null,
  };
}
