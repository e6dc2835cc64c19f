import { liveOf } from '../live/live-host.js';
import type { ListeningSocket } from '../../../model/host-network.js';
import { describeAddresses, portId, portWord, portWords } from '../live/port-words.js';
import { fact, withoutSpace } from '../no-space.js';
import type { Subject } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';

/** Ports that the host itself listens on: those that no container publishes. */
export function hostPortSubjects(host: WhoseHost): Subject[] {
  const published = new Set(
    host.report.containers.flatMap(({ ports }) =>
      ports.flatMap(({ hostPort, hostAddress, protocol }) =>
        hostPort === null ? [] : [portWord('host', hostPort, hostAddress ?? '0.0.0.0', protocol)],
      ),
    ),
  );
  const sockets = (host.view.inventory.hostNetwork?.listening ?? []).filter(
    ({ port, address, protocol }) => !published.has(portWord('host', port, address, protocol)),
  );
  const groups = Map.groupBy(sockets, ({ port, protocol, pid }) => [port, protocol, pid].join(' '));
  return [...groups.values()].flatMap((own) => subjectOf(host, own));
}

function subjectOf(host: WhoseHost, sockets: readonly ListeningSocket[]): Subject[] {
  const [first] = sockets;
  if (first === undefined) return [];
  const { port, protocol, pid } = first;
  const addresses = [...new Set(sockets.map(({ address }) => address))];
  return [
    {
      kind: 'port',
      root: null,
      id: portId(port, addresses, protocol),
      name: null,
      keys: [],
      words: portWords('host', port, [null, ...addresses], protocol),
      places: [],
      answer: () =>
        withoutSpace('a port', {
          description: 'a port that is listened on in the host’s own network; no container publishes it',
          facts: [
            ...fact('on', describeAddresses(addresses)),
            ...fact(
              'listener',
              pid === null ? 'its process was not looked for, or could not be found' : null,
            ),
          ],
          holders:
            pid === null ? [] : [liveOf(host).processHolder(pid, 'listens there'), ...ownerOf(host, pid)],
        }),
    },
  ];
}

/** A container in the host's network listens there by itself. */
function ownerOf(host: WhoseHost, pid: number) {
  const live = liveOf(host);
  const report = live.processes.get(pid)?.report ?? null;
  if (report?.containerId == null) return [];
  return [live.holder(report.containerId, report.containerName, 'the process runs in this container')];
}
