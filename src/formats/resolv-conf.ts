import { parseAddress } from '../model/address.js';

/**
 * The name servers of `resolv.conf` (resolv.conf(5)), as written; those with a zone and lines of any other form are
 * left out.
 */
export function parseNameServers(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const server = /^\s*nameserver\s+(\S+)/.exec(line)?.[1];
    return server === undefined || parseAddress(server) === null ? [] : [server];
  });
}
