import { ipAddress } from './ip-address.js';

/** `host`: bound on the host; `inside`: of a container's own network namespace. */
export type PortPlace = 'host' | 'inside';

/** Addresses that stand for every address of their family. */
export const EVERY_ADDRESS: readonly string[] = ['0.0.0.0', '::'];

/** What finds a port in the index. `null`: whatever the address or the protocol. */
export function portWord(
  place: PortPlace,
  port: number,
  address: string | null = null,
  protocol: string | null = null,
): string {
  const at = address === null ? '' : `[${ipAddress(address) ?? address}]:`;
  return `${place === 'host' ? 'port' : 'inside'}:${at}${port}${protocol === null ? '' : `/${protocol}`}`;
}

/** What finds one port at each of several addresses. */
export function portWords(
  place: PortPlace,
  port: number,
  addresses: readonly (string | null)[],
  protocol: string,
): string[] {
  return addresses.flatMap((address) => [
    portWord(place, port, address),
    portWord(place, port, address, protocol),
  ]);
}

/** `8080/tcp`, with the address before it where it is bound to some only. */
export function portId(port: number, addresses: readonly string[], protocol: string): string {
  const some = addresses.filter((address) => !EVERY_ADDRESS.includes(address));
  const at =
    addresses.length === 0 || some.length < addresses.length ? '' : `${some.map(bracketed).join(',')}:`;
  return `${at}${port}/${protocol}`;
}

/** "every address", or which. */
export function describeAddresses(addresses: readonly string[]): string {
  const all = addresses.filter((address) => EVERY_ADDRESS.includes(address));
  if (all.length === 0) return addresses.join(', ');
  return `every address of the host (${all.join(', ')})`;
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
