import { formatAddress, holdsAddress, parseAddress, parseRange } from '../../../model/address.js';

/** An IPv4 address that is written as an IPv6 one: `::ffff:0:0/96`, RFC 4291. */
const MAPPED = 0xffffn;
const HARDWARE = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;

/**
 * An address in its usual form, without zone, prefix length and brackets; an IPv4 address in an IPv6 one as itself.
 * `null` when it is none.
 */
export function ipAddress(text: string): string | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/(?:%[^/]*)?(?:\/\d{1,3})?$/, '');
  const address = parseAddress(bare);
  if (address === null) return null;
  const isMapped = address.bits === 128 && address.value >> 32n === MAPPED;
  return formatAddress(isMapped ? { bits: 32, value: address.value & 0xffffffffn } : address);
}

/** A hardware address (MAC) with colons, in small letters; `null` when it is none. */
export function hardwareAddress(text: string): string | null {
  return HARDWARE.test(text) ? text.toLowerCase().replaceAll('-', ':') : null;
}

/** Whether an address is in a subnet such as `172.18.0.0/16`; false where that is none. */
export function isInSubnet(address: string, subnet: string): boolean {
  const range = parseRange(subnet);
  const parsed = parseAddress(address);
  return range !== null && parsed !== null && holdsAddress(range, parsed);
}
