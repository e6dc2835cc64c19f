import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { HostNetwork } from '../../model/host-network.js';
import type { Problem } from '../../model/problem.js';
import type { ProcessTable } from '../../model/process.js';
import { readContainerNetworks } from './container-networks.js';
import { readHostInterfaces } from './host-interfaces.js';
import { readLinkRoutes } from './link-routes.js';
import { readListeningSockets } from './listening-sockets.js';
import { readNameServers } from './name-servers.js';

/** The initial pid namespace: `PROC_PID_INIT_INO` of `include/linux/proc_ns.h`. */
const INITIAL = 'pid:[4026531836]';

function problem(code: string, message: string, missing: string, hint: string): Problem {
  return { source: 'proc', code, message, path: null, missing, hint };
}

function namespaceOf(procRoot: string, process: string, kind: 'net' | 'pid'): string | null {
  try {
    return readlinkSync(join(procRoot, process, 'ns', kind));
  } catch {
    return null;
  }
}

/**
 * The host's side of the containers' networks: interfaces, sockets that wait, routes, and what `/proc` shows of each
 * container's network namespace. Never throws but for the signal; what cannot be seen is a problem.
 *
 * @param options.procRoot where the host's proc filesystem is mounted
 * @param options.sysRoot where a sysfs is mounted: it shows the interfaces of the network namespace it was mounted in
 * @returns `network` is `null` where none of it can be the host's: bilge runs in a container and sees only that
 */
export async function collectHostNetwork(options: {
  readonly table: ProcessTable;
  readonly procRoot?: string;
  readonly sysRoot?: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<{ network: HostNetwork | null; problems: Problem[] }> {
  const { table, procRoot = '/proc', sysRoot = '/sys', signal } = options;
  if (table.partial && namespaceOf(procRoot, 'self', 'pid') !== INITIAL) {
    return { network: null, problems: [IN_CONTAINER] };
  }
  const problems: Problem[] = [];
  const own = namespaceOf(procRoot, 'self', 'net');
  // Whose namespaces may not be seen by this user is taken for one with the same.
  const host = namespaceOf(procRoot, '1', 'net') ?? own;
  const elsewhere = own !== host;
  const process = elsewhere ? '1' : 'self';
  const interfaces = elsewhere ? null : readHostInterfaces(sysRoot);
  if (interfaces === null) problems.push(NO_INTERFACES);
  const listening = readListeningSockets(table, procRoot, process);
  if (listening === null) problems.push(NO_SOCKETS);
  const network: HostNetwork = {
    interfaces,
    listening,
    routes: [...new Set(readLinkRoutes(procRoot, process).map(({ destination }) => destination))],
    nameServers: await readNameServers(),
    containers: await readContainerNetworks(table, interfaces ?? [], procRoot, signal),
  };
  return { network, problems };
}

const IN_CONTAINER = problem(
  'host-network-hidden',
  'bilge runs in a container: the host’s interfaces, ports and routes cannot be seen from here',
  'interfaces, listening ports and blocked subnets of the host',
  'run bilge on the host itself, or with its pid and network namespaces',
);
const NO_INTERFACES = problem(
  'host-interfaces-hidden',
  'the interfaces of the host cannot be seen from bilge’s own network namespace',
  'bridges and veth ends of the networks on the host',
  'run bilge in the host’s network namespace',
);
const NO_SOCKETS = problem(
  'host-sockets-unreadable',
  'the host’s table of sockets could not be read',
  'whether anything listens at published ports',
  'check that the proc filesystem is mounted',
);
