import { join } from 'node:path';
import { type LinkRoute, parseLinkRoutes, parseLinkRoutesV6 } from '../../formats/proc-net-route.js';
import { LITTLE_ENDIAN } from './listening-sockets.js';
import { readKernelText } from './small-reads.js';

const MAX_ROUTES = 16 * 1024 * 1024;

/**
 * Routes without a gateway in the network namespace of a process, of both address families.
 * @param process whose `/proc/<process>/net` is read
 */
export function readLinkRoutes(procRoot: string, process: string): LinkRoute[] {
  const read = (file: string): string =>
    readKernelText(join(procRoot, process, 'net', file), MAX_ROUTES) ?? '';
  return [...parseLinkRoutes(read('route'), LITTLE_ENDIAN), ...parseLinkRoutesV6(read('ipv6_route'))];
}
