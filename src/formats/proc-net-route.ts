import { formatRange, rangeOf } from '../model/address.js';
import { parseKernelAddress } from './proc-net-inet.js';

/** A route to addresses that an interface reaches without a gateway. */
export interface LinkRoute {
  readonly interfaceName: string;
  /** `address/length`. */
  readonly destination: string;
}

/** `include/uapi/linux/route.h` and `ipv6_route.h`. */
const UP = 0x1;
const GATEWAY = 0x2;
const REJECT = 0x200;
const ANYCAST = 0x10_0000;
const LOCAL = 0x8000_0000;

const V4 = /^(\S+)\t([0-9A-F]{8})\t[0-9A-F]{8}\t([0-9A-F]{4})\t\d+\t\d+\t\d+\t([0-9A-F]{8})\t/i;
const V6 =
  /^([0-9a-f]{32}) ([0-9a-f]{2}) [0-9a-f]{32} [0-9a-f]{2} [0-9a-f]{32} [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} ([0-9a-f]{8}) +(\S+)$/i;

/** Length of a netmask; `null` when its bits are not in one run. */
function maskLength(mask: bigint): number | null {
  const rest = 0xffff_ffffn - mask;
  if ((rest & (rest + 1n)) !== 0n) return null;
  return rest === 0n ? 32 : 32 - rest.toString(2).length;
}

/**
 * Parses `/proc/net/route`, the main table of IPv4, and keeps the routes on a link; the default route and what goes
 * through a gateway is left out. Source: kernel, `net/ipv4/fib_trie.c` (`fib_route_seq_show`).
 *
 * @param littleEndian byte order of the machine that the text is of
 */
export function parseLinkRoutes(text: string, littleEndian: boolean): LinkRoute[] {
  return text.split('\n').flatMap((line) => {
    const [, interfaceName, destination = '', flagText = '', mask = ''] = V4.exec(line) ?? [];
    if (interfaceName === undefined) return [];
    const flags = Number.parseInt(flagText, 16);
    const length = maskLength(parseKernelAddress(mask, littleEndian).value);
    if ((flags & (UP | GATEWAY | REJECT)) !== UP || length === null || length === 0) return [];
    const range = rangeOf(parseKernelAddress(destination, littleEndian), length);
    return [{ interfaceName, destination: formatRange(range) }];
  });
}

/** Prefixes that every interface has for itself: link-local addresses and groups. */
const OWN_OF_LINKS = [
  { bits: 128, length: 10, first: 0xfe80n << 112n },
  { bits: 128, length: 8, first: 0xff00n << 112n },
] as const;

/**
 * Parses `/proc/net/ipv6_route` likewise; addresses of the machine itself, of links and of groups are left out too.
 * Source: kernel, `net/ipv6/route.c` (`rt6_info_route`).
 */
export function parseLinkRoutesV6(text: string): LinkRoute[] {
  return text.split('\n').flatMap((line) => {
    const [, hex = '', lengthText = '', flagText = '', interfaceName] = V6.exec(line) ?? [];
    const length = Number.parseInt(lengthText, 16);
    if (interfaceName === undefined || length === 0 || length > 128) return [];
    const flags = Number.parseInt(flagText, 16);
    if ((flags & (UP | GATEWAY | REJECT | ANYCAST)) !== UP || (flags & LOCAL) !== 0) return [];
    const value = BigInt(`0x${hex}`);
    if (OWN_OF_LINKS.some((own) => rangeOf({ bits: 128, value }, own.length).first === own.first)) return [];
    return [{ interfaceName, destination: formatRange(rangeOf({ bits: 128, value }, length)) }];
  });
}
