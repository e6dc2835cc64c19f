import { BlockList, isIP, SocketAddress } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/;
const HARDWARE = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;

/**
 * An address as RFC 5952 writes it, without zone, prefix length and brackets; an IPv4 address in an IPv6 one as
 * itself. `null` when it is none.
 */
export function ipAddress(text: string): string | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/(?:%[^/]*)?(?:\/\d{1,3})?$/, '');
  const family = isIP(bare);
  if (family === 0) return null;
  if (family === 4) return bare;
  const { address } = new SocketAddress({ address: bare, family: 'ipv6' });
  return MAPPED.exec(address)?.[1] ?? address;
}

/** A hardware address (MAC) with colons, in small letters; `null` when it is none. */
export function hardwareAddress(text: string): string | null {
  return HARDWARE.test(text) ? text.toLowerCase().replaceAll('-', ':') : null;
}

/** Whether an address is in a subnet such as `172.18.0.0/16`; false where that is none. */
export function isInSubnet(address: string, subnet: string): boolean {
  const [base = '', length = ''] = subnet.split('/');
  const family = isIP(base);
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (family === 0 || family !== isIP(address) || bits < 0 || bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const name = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(base, bits, name);
  return list.check(address, name);
}
