import { parseNameServers } from '../../formats/resolv-conf.js';
import { readSmallFileOrNull } from '../proc/daemon-files.js';

const MAX_RESOLV_CONF = 1024 * 1024;
const RESOLVED = '127.0.0.53';

/**
 * The name servers that the host uses; behind the stub of systemd-resolved those that it asks, as the engine does
 * (libnetwork, `resolvconf.Path`).
 * @param etcRoot directory that has `resolv.conf`
 */
export async function readNameServers(etcRoot = '/etc'): Promise<string[]> {
  const servers = parseNameServers(
    (await readSmallFileOrNull(`${etcRoot}/resolv.conf`, MAX_RESOLV_CONF)) ?? '',
  );
  if (servers.length !== 1 || servers[0] !== RESOLVED) return servers;
  return parseNameServers(
    (await readSmallFileOrNull('/run/systemd/resolve/resolv.conf', MAX_RESOLV_CONF)) ?? '',
  );
}
