import { liveOf } from '../live/live-host.js';
import type { HostInterface } from '../../../model/host-network.js';
import type { EndpointPlace } from '../live/endpoint-place.js';
import { fact, withoutSpace } from '../no-space.js';
import type { Holder, Subject, SubjectAnswer } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';
import { addressWord } from './addresses.js';

/** Interfaces of the host: those it has, and those that networks and endpoints name. */
export function interfaceSubjects(host: WhoseHost): Subject[] {
  const seen = new Map<string, HostInterface | null>();
  for (const one of host.view.inventory.hostNetwork?.interfaces ?? []) seen.set(one.name, one);
  const named = [...host.report.networks, ...liveOf(host).endpoints].flatMap(
    (one) => one.hostInterface ?? [],
  );
  for (const name of named) if (!seen.has(name)) seen.set(name, null);
  return [...seen].map(([name, found]) => ({
    kind: 'interface',
    root: null,
    id: name,
    name: null,
    keys: [name],
    words: found?.macAddress == null ? [] : [addressWord(found.macAddress)],
    places: [],
    answer: () => answerInterface(host, name, found),
  }));
}

function answerInterface(host: WhoseHost, name: string, found: HostInterface | null): SubjectAnswer {
  const endpoints = liveOf(host).endpoints.filter(({ hostInterface }) => hostInterface === name);
  const networks = host.report.networks.filter(({ hostInterface }) => hostInterface === name);
  const byIndex = endpoints.length > 0 || found === null ? [] : containersOf(host, found);
  const holders = [
    ...endpoints.flatMap((endpoint) => endpointHolder(host, endpoint)),
    ...byIndex,
    ...networks.map((network): Holder => {
      const { id, name: called } = network;
      return { kind: 'network', id, name: called, how: 'its bridge', hidden: null };
    }),
    ...networks.flatMap(({ id }) => liveOf(host).holdersOfNetwork(id)),
  ];
  return withoutSpace('an interface', {
    description: describe(
      endpoints.map(({ networkName }) => networkName),
      networks.map((network) => network.name),
      byIndex.length > 0,
    ),
    facts: [
      ...fact('state', found?.state ?? null),
      ...fact('mac', found?.macAddress ?? null),
      ...fact('index', found === null ? null : String(found.index)),
      ...fact('port of', found?.master ?? null),
    ],
    holders,
  });
}

function describe(
  ofEndpoints: readonly string[],
  ofNetworks: readonly string[],
  ofContainer: boolean,
): string {
  if (ofEndpoints.length > 0) {
    return `the host’s end of a container’s interface in the network ${[...new Set(ofEndpoints)].join(', ')}`;
  }
  if (ofNetworks.length > 0) return `the bridge of the network ${ofNetworks.join(', ')}`;
  if (ofContainer) return 'the host’s end of a container’s interface';
  return 'an interface of the host; it belongs to no network or container that is known';
}

function endpointHolder(host: WhoseHost, { container, containerInterface, ipv4Address }: EndpointPlace) {
  const live = liveOf(host);
  if (container === null) return [];
  const inside = containerInterface ?? 'an interface';
  const address = ipv4Address === null ? '' : ` (${ipv4Address})`;
  return [live.holder(container.id, container.name, `the other end is its ${inside}${address}`)];
}

/**
 * Containers that have the other end, by the numbers that both ends give of each other: an index of a namespace alone
 * may be that of any interface.
 */
function containersOf(host: WhoseHost, { index, peerIndex }: HostInterface): Holder[] {
  const live = liveOf(host);
  const { view } = host;
  const containers = view.inventory.hostNetwork?.containers ?? new Map<string, never>();
  return [...containers].flatMap(([id, { interfaces }]) => {
    const inside = interfaces.find((one) => one.peerIndex === index && one.index === peerIndex);
    return inside === undefined ? [] : [live.holder(id, null, `the other end is its ${inside.name}`)];
  });
}
