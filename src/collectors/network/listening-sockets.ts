import { endianness } from 'node:os';
import { join } from 'node:path';
import { parseDockerProxyArguments } from '../../formats/docker-proxy-arguments.js';
import { parseProcNetInet } from '../../formats/proc-net-inet.js';
import type { ListeningSocket } from '../../model/host-network.js';
import type { ProcessTable } from '../../model/process.js';
import { descriptorsOf } from '../proc/process-files.js';
import { readKernelText } from './small-reads.js';

export const LITTLE_ENDIAN = endianness() === 'LE';

/** A host with half a million sockets. */
const MAX_SOCKETS = 96 * 1024 * 1024;

/** Programs that listen for containers; the processes of the host beside them may be many, and are not looked at. */
const LISTENERS = ['docker-proxy', 'dockerd', 'rootlessport', 'rootlesskit', 'conmon', 'containerd'];

const SOCKET = /^socket:\[(\d{1,16})\]$/;

/** Processes that may listen for a container, by the inodes of their sockets. */
function socketOwners(table: ProcessTable, procRoot: string): Map<number, number> {
  const owners = new Map<number, number>();
  for (const { pid, comm } of table.processes) {
    if (!LISTENERS.includes(comm)) continue;
    const descriptors = descriptorsOf(join(procRoot, String(pid)));
    for (const { link } of descriptors.state === 'read' ? descriptors.value : []) {
      const inode = SOCKET.exec(link)?.[1];
      // A proxy holds its socket as well as the engine that opened it: the proxy is the one that answers.
      if (inode !== undefined && (comm !== 'dockerd' || !owners.has(Number(inode)))) {
        owners.set(Number(inode), pid);
      }
    }
  }
  return owners;
}

/** Proxies by what they were told to listen at: everyone may see their arguments, not everyone their files. */
function proxiesByPlace(table: ProcessTable): Map<string, number> {
  const places = new Map<string, number>();
  for (const { pid, comm, args } of table.processes) {
    const told = comm === 'docker-proxy' ? parseDockerProxyArguments(args) : null;
    if (told !== null) places.set(`${told.protocol} ${told.hostAddress} ${told.hostPort}`, pid);
  }
  return places;
}

/**
 * The sockets of a network namespace that wait, with the process that has each open where that is one which listens for
 * containers.
 * @param process whose `/proc/<process>/net` is read
 * @returns `null` when not one of the tables could be read
 */
export function readListeningSockets(
  table: ProcessTable,
  procRoot: string,
  process: string,
): ListeningSocket[] | null {
  const owners = socketOwners(table, procRoot);
  const places = proxiesByPlace(table);
  const sockets = (['tcp', 'tcp6', 'udp', 'udp6'] as const).map((file) => {
    const text = readKernelText(join(procRoot, process, 'net', file), MAX_SOCKETS);
    const protocol = file.startsWith('tcp') ? ('tcp' as const) : ('udp' as const);
    return text === null
      ? null
      : parseProcNetInet(text, protocol, LITTLE_ENDIAN).map((socket) => ({
          protocol,
          ...socket,
          pid: owners.get(socket.inode) ?? places.get(`${protocol} ${socket.address} ${socket.port}`) ?? null,
        }));
  });
  return sockets.every((read) => read === null) ? null : sockets.flatMap((read) => read ?? []);
}
