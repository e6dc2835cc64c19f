import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { INTERFACE_FILES, type NamedInterface, parseInterfaces } from '../../formats/proc-net-interfaces.js';
import type { ContainerNetwork, HostInterface } from '../../model/host-network.js';
import type { ProcessRecord, ProcessTable } from '../../model/process.js';
import { readInsidePeer } from './inside-peer.js';
import { readLinkRoutes } from './link-routes.js';
import { readKernelText } from './small-reads.js';

const MAX_INTERFACES = 4 * 1024 * 1024;

/** The process of each container that was there first and has a network of its own, by container id. */
function firstProcesses(table: ProcessTable): Map<string, ProcessRecord> {
  const first = new Map<string, ProcessRecord>();
  const host = table.hostNamespaces?.net;
  for (const process of table.processes) {
    const { container, namespaces, state } = process;
    if (container === null || container.monitor || state === 'zombie') continue;
    if (namespaces?.net === undefined || namespaces.net === host) continue;
    const known = first.get(container.containerId);
    if (known === undefined || process.startTicks < known.startTicks) {
      first.set(container.containerId, process);
    }
  }
  return first;
}

/** The interfaces but the loopback, whose index is 1 in every namespace. */
function interfacesOf(procRoot: string, pid: number): NamedInterface[] {
  for (const file of INTERFACE_FILES) {
    const text = readKernelText(join(procRoot, String(pid), 'net', file), MAX_INTERFACES);
    const found = text === null ? [] : parseInterfaces(text, file).filter(({ name }) => name !== 'lo');
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * What `/proc` shows of the containers' network namespaces. The host's end of an interface is the one whose other end
 * has its index; where several do (Docker 28 makes the pair inside, so that each first interface is number 2), the
 * container's own sysfs tells.
 * @throws the signal's reason when it is aborted
 */
export async function readContainerNetworks(
  table: ProcessTable,
  outside: readonly HostInterface[],
  procRoot: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, ContainerNetwork>> {
  const containers = new Map<string, ContainerNetwork>();
  const ends = Map.groupBy(outside, ({ peerIndex }) => peerIndex);
  const byNamespace = new Map<number, ContainerNetwork>();
  for (const [id, { pid, namespaces }] of firstProcesses(table)) {
    signal?.throwIfAborted();
    await setImmediate();
    const namespace = namespaces?.net ?? 0;
    let network = byNamespace.get(namespace);
    if (network === undefined) {
      const routes = readLinkRoutes(procRoot, String(pid));
      const interfaces = interfacesOf(procRoot, pid).map(({ name, index }) => ({
        name,
        index,
        peerIndex: (ends.get(index)?.length ?? 0) > 1 ? readInsidePeer(procRoot, pid, name, index) : null,
        subnets: routes
          .filter(({ interfaceName }) => interfaceName === name)
          .map(({ destination }) => destination),
      }));
      network = { namespace, interfaces };
      byNamespace.set(namespace, network);
    }
    containers.set(id, network);
  }
  return containers;
}
