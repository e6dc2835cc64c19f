import { liveOf } from '../live/live-host.js';
import type { NetworkReport } from '../../../report/types.js';
import type { EndpointPlace } from '../live/endpoint-place.js';
import { hardwareAddress, ipAddress, isInSubnet } from '../live/ip-address.js';
import { fact, withoutSpace } from '../no-space.js';
import type { Fact, Subject } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';

/** Addresses of endpoints and gateways. */
export function addressSubjects(host: WhoseHost): Subject[] {
  return [
    ...liveOf(host).endpoints.flatMap((endpoint) => ofEndpoint(host, endpoint)),
    ...host.report.networks.flatMap((network) => ofGateways(host, network)),
  ];
}

/** What finds an address; as it is written where it is none. */
export function addressWord(address: string): string {
  return `address:${ipAddress(address) ?? hardwareAddress(address) ?? address}`;
}

function ofEndpoint(host: WhoseHost, endpoint: EndpointPlace): Subject[] {
  const { container, networkName, ipv4Address, ipv6Address, macAddress } = endpoint;
  const addresses = [ipv4Address, ipv6Address, macAddress].filter((one) => one !== null);
  const [id] = addresses;
  if (id === undefined) return [];
  const whose =
    container === null
      ? 'an endpoint without a container, such as a load balancer’s,'
      : `the container ${container.name ?? container.id.slice(0, 12)}`;
  return [
    {
      kind: 'address',
      root: null,
      id,
      name: null,
      keys: endpoint.endpointId === null ? [] : [endpoint.endpointId],
      words: addresses.map(addressWord),
      places: [],
      answer: () =>
        withoutSpace('an address', {
          description: `the address of ${whose} in the network ${networkName}`,
          facts: factsOf(endpoint),
          holders:
            container === null
              ? []
              : [
                  liveOf(host).holder(
                    container.id,
                    container.name,
                    `its endpoint in the network ${networkName}`,
                  ),
                ],
        }),
    },
  ];
}

function factsOf(endpoint: EndpointPlace): Fact[] {
  const { containerInterface, hostInterface, dnsNames, aliases } = endpoint;
  const ends = [
    containerInterface === null ? null : `${containerInterface} inside`,
    hostInterface === null ? null : `${hostInterface} on the host`,
  ].filter((end) => end !== null);
  return [
    ...fact('ipv4', endpoint.ipv4Address),
    ...fact('ipv6', endpoint.ipv6Address),
    ...fact('mac', endpoint.macAddress),
    ...fact('gateway', endpoint.gateway),
    ...fact('interface', ends.join(', ')),
    ...fact('names', (dnsNames ?? aliases).join(', ')),
  ];
}

/** Where the engine chose a gateway by itself, only the endpoints tell of it. */
function ofGateways(host: WhoseHost, network: NetworkReport): Subject[] {
  const told = liveOf(host).endpoints.filter(({ networkId }) => networkId === network.id);
  const written = [...network.subnets, ...told].flatMap(({ gateway }) => gateway ?? []);
  const gateways = new Set(written.flatMap((gateway) => ipAddress(gateway) ?? []));
  return [...gateways].map((address): Subject => {
    const subnet = network.subnets.find((one) => isInSubnet(address, one.subnet))?.subnet ?? null;
    return {
      kind: 'address',
      root: network.root,
      id: address,
      name: null,
      keys: [],
      words: [addressWord(address)],
      places: [],
      answer: () =>
        withoutSpace('an address', {
          description: `the gateway of the network ${network.name}`,
          facts: [...fact('subnet', subnet), ...fact('interface', network.hostInterface)],
          holders: [networkHolder(network, 'its gateway'), ...liveOf(host).holdersOfNetwork(network.id)],
        }),
    };
  });
}

function networkHolder({ id, name }: NetworkReport, how: string) {
  return { kind: 'network' as const, id, name, how, hidden: null };
}

/** An address that no endpoint has, as one of each network whose subnets it is in. */
export function addressesInSubnets({ report }: WhoseHost, address: string): Subject[] {
  return report.networks.flatMap((network) => {
    const subnet = network.subnets.find((one) => isInSubnet(address, one.subnet))?.subnet;
    if (subnet === undefined) return [];
    const subject: Subject = {
      kind: 'address',
      root: network.root,
      id: address,
      name: null,
      keys: [],
      words: [],
      places: [],
      answer: () =>
        withoutSpace('an address', {
          description: `an address in a subnet of the network ${network.name}; no endpoint that is known has it`,
          facts: fact('subnet', subnet),
          holders: [networkHolder(network, 'its subnet')],
        }),
    };
    return [subject];
  });
}
