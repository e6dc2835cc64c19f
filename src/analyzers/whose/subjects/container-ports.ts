import { liveOf } from '../live/live-host.js';
import type { ContainerReport } from '../../../report/types.js';
import { portWords } from '../live/port-words.js';
import { withoutSpace } from '../no-space.js';
import type { Subject } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';

interface Inside {
  readonly container: ContainerReport;
  readonly port: ContainerReport['ports'][number];
}

/**
 * Ports in the containers' own networks: by the number alone one subject for all that have it, by the address of a
 * container that one's.
 */
export function containerPortSubjects(host: WhoseHost): Subject[] {
  const all = host.report.containers.flatMap((container) =>
    container.ports.map((port): Inside => ({ container, port })),
  );
  const groups = Map.groupBy(all, ({ port }) => `${port.containerPort}/${port.protocol}`);
  return [...groups].flatMap(([id, together]) => [
    subjectOf(host, id, together, wordsOf(together, [null])),
    ...[...Map.groupBy(together, ({ container }) => container)].map(([container, own]) =>
      subjectOf(host, id, own, wordsOf(own, addressesOf(host, container))),
    ),
  ]);
}

function addressesOf(host: WhoseHost, { id }: ContainerReport): string[] {
  const live = liveOf(host);
  return live
    .endpointsOf(id)
    .flatMap(({ ipv4Address, ipv6Address }) =>
      [ipv4Address, ipv6Address].filter((address) => address !== null),
    );
}

function wordsOf(own: readonly Inside[], addresses: readonly (string | null)[]): string[] {
  const words = own.flatMap(({ port: { containerPort, protocol } }) =>
    portWords('inside', containerPort, addresses, protocol),
  );
  return [...new Set(words)];
}

function subjectOf(host: WhoseHost, id: string, own: readonly Inside[], words: string[]): Subject {
  return {
    kind: 'port',
    root: null,
    id,
    name: null,
    keys: [],
    words,
    places: [],
    answer: () => {
      const containers = Map.groupBy(own, ({ container }) => container);
      const many = containers.size === 1 ? 'a container' : `${containers.size} containers`;
      return withoutSpace('a port', {
        description: `a port inside ${many}`,
        holders: [...containers].map(([{ id: container, name }, ports]) =>
          liveOf(host).holder(container, name, describe(ports)),
        ),
      });
    },
  };
}

/** Where the same port of a container can be reached. */
function describe(ports: readonly Inside[]): string {
  const published = new Set(ports.flatMap(({ port }) => port.hostPort ?? []));
  return published.size === 0
    ? 'exposes it, and does not publish it'
    : `publishes it as port ${[...published].join(', ')} of the host`;
}
