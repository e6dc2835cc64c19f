import { liveOf } from '../live/live-host.js';
import type { ContainerReport } from '../../../report/types.js';
import { describeAddresses, portId, portWords } from '../live/port-words.js';
import { fact, withoutSpace } from '../no-space.js';
import type { Fact, Holder, Subject } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';

type Port = ContainerReport['ports'][number];

/** Ports of the host that lead into a container: one subject for all addresses that lead to the same port. */
export function publishedPortSubjects(host: WhoseHost): Subject[] {
  return host.report.containers.flatMap((container) => {
    const published = container.ports.filter(({ hostPort }) => hostPort !== null);
    const groups = Map.groupBy(published, ({ hostPort, protocol, containerPort }) =>
      [hostPort, protocol, containerPort].join(' '),
    );
    return [...groups.values()].flatMap((bindings) => subjectOf(host, container, bindings));
  });
}

function subjectOf(host: WhoseHost, container: ContainerReport, bindings: readonly Port[]): Subject[] {
  const [first] = bindings;
  if (first?.hostPort == null) return [];
  const { hostPort, protocol, containerPort } = first;
  const addresses = [...new Set(bindings.map(({ hostAddress }) => hostAddress ?? '0.0.0.0'))];
  const name = container.name ?? container.id.slice(0, 12);
  return [
    {
      kind: 'port',
      root: container.root,
      id: portId(hostPort, addresses, protocol),
      name: null,
      keys: [],
      words: portWords('host', hostPort, [null, ...addresses], protocol),
      places: [],
      answer: () =>
        withoutSpace('a port', {
          description: `a port of the host that leads to port ${containerPort}/${protocol} of the container ${name}`,
          facts: [
            ...fact('on', describeAddresses(addresses)),
            ...fact('leads to', targetsOf(host, container, containerPort)),
            ...listenersOf(bindings),
          ],
          holders: [
            liveOf(host).holder(container.id, container.name, `publishes its port ${containerPort} there`),
            ...proxiesOf(host, bindings),
          ],
        }),
    },
  ];
}

/** Addresses of the container with the port; `null` while it has none. */
function targetsOf(host: WhoseHost, { id }: ContainerReport, port: number): string | null {
  const live = liveOf(host);
  const targets = live
    .endpointsOf(id)
    .flatMap(({ ipv4Address, networkName }) =>
      ipv4Address === null ? [] : [`${ipv4Address}:${port} in the network ${networkName}`],
    );
  return targets.join(', ') || null;
}

/** Who accepts connections: a proxy, or the kernel alone, by rules for packets. */
function listenersOf(bindings: readonly Port[]): Fact[] {
  const texts = bindings.map(({ listener, listening }) => {
    if (listener !== null) {
      const { command, kind } = listener;
      return kind === 'proxy' ? 'the engine’s proxy' : kind === 'engine' ? 'the engine' : command;
    }
    if (listening === null) return null;
    return listening
      ? 'a process of the host that could not be found'
      : 'no process of the host: packets are forwarded by rules alone';
  });
  const known = [...new Set(texts.filter((text) => text !== null))];
  return fact('listener', known.join('; '));
}

function proxiesOf(host: WhoseHost, bindings: readonly Port[]): Holder[] {
  const live = liveOf(host);
  const pids = new Set(bindings.flatMap(({ listener }) => listener?.pid ?? []));
  return [...pids].map((pid) => live.processHolder(pid, 'listens there'));
}
