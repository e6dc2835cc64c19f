import type { ContainerPort } from '../../model/container-settings.js';
import type { ListeningSocket } from '../../model/host-network.js';
import type { ProcessRecord } from '../../model/process.js';
import type { PortReport } from '../../report/types.js';
import { type HostView, isRunning } from '../host-view.js';
import type { HostContainer } from '../merge-records.js';

const PROXIES = ['docker-proxy', 'rootlessport', 'rootlesskit', 'conmon'];
const ENGINES = ['dockerd', 'containerd', 'podman'];

/** The ports of a container, and what of the host listens at those that are published. */
export function reportPorts(view: HostView, { record }: HostContainer): PortReport[] {
  const sockets = view.inventory.hostNetwork?.listening ?? null;
  return (record.settings?.networking.ports ?? []).map((port) => {
    const base = { ...port, listening: null, listener: null };
    // The proxy knows SCTP, the tables that are read do not.
    if (port.hostPort === null || sockets === null || port.protocol === 'sctp') return base;
    // What listens there while it does not run is not its own.
    if (!isRunning(record.status)) return base;
    const socket = listenerAt(sockets, port);
    if (socket === null) return { ...base, listening: false };
    const process = socket.pid === null ? undefined : view.processes?.byPid.get(socket.pid);
    return { ...base, listening: true, listener: process === undefined ? null : listenerOf(process) };
  });
}

/** The socket that gets what is sent to a published port: of that very address, or else of every address. */
function listenerAt(sockets: readonly ListeningSocket[], port: ContainerPort): ListeningSocket | null {
  const candidates = sockets.filter((one) => one.protocol === port.protocol && one.port === port.hostPort);
  // A socket of `::` takes IPv4 as well, unless it was told not to: then there is one of `0.0.0.0` beside it.
  const wildcards = port.hostAddress?.includes(':') === true ? ['::'] : ['0.0.0.0', '::'];
  for (const address of [port.hostAddress, ...wildcards]) {
    const found = candidates.find((one) => one.address === address);
    if (found !== undefined) return found;
  }
  return null;
}

function listenerOf({ pid, comm, args }: ProcessRecord): PortReport['listener'] {
  const kind = PROXIES.includes(comm) ? 'proxy' : ENGINES.includes(comm) ? 'engine' : 'other';
  return { pid, command: args.length === 0 ? comm : args.join(' '), kind };
}
