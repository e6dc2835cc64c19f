import { type Address, formatAddress } from '../model/address.js';

/** A socket that waits for connections (TCP) or for datagrams from anyone (UDP). */
export interface WaitingSocket {
  readonly address: string;
  readonly port: number;
  /** As in `socket:[…]` of `/proc/PID/fd`; 0 for one that no process has open any more. */
  readonly inode: number;
}

const LINE =
  /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) (?:[0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2}) [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ [0-9A-F]+ +\d+ +\d+ (\d{1,16})(?:\s|$)/i;

/** `TCP_LISTEN` and `TCP_CLOSE` of `include/net/tcp_states.h`; an unconnected UDP socket is in the latter. */
const WAITING = { tcp: '0A', udp: '07' } as const;

const MAPPED = 0xffffn;

/**
 * Undoes `%08X` of each 32 bits of an address, which are in network order in memory: read as a number of the machine's
 * own byte order. An IPv4 address mapped into IPv6 is shown as the former.
 */
export function parseKernelAddress(hex: string, littleEndian: boolean): Address {
  const words = hex.match(/.{8}/g) ?? [];
  const ordered = littleEndian ? words.map((word) => (word.match(/../g) ?? []).reverse().join('')) : words;
  const value = BigInt(`0x${ordered.join('')}`);
  if (hex.length === 8) return { bits: 32, value };
  return value >> 32n === MAPPED ? { bits: 32, value: value & 0xffff_ffffn } : { bits: 128, value };
}

/**
 * Parses `/proc/net/{tcp,tcp6,udp,udp6}` and keeps the sockets that wait. Lines of any other form are left out.
 * Source: kernel, Documentation/networking/proc_net_tcp.rst, `net/ipv4/tcp_ipv4.c` (`get_tcp4_sock`).
 *
 * @param littleEndian byte order of the machine that the text is of
 */
export function parseProcNetInet(
  text: string,
  protocol: 'tcp' | 'udp',
  littleEndian: boolean,
): WaitingSocket[] {
  const sockets: WaitingSocket[] = [];
  for (const line of text.split('\n')) {
    const [, address = '', port = '', peerPort, state, inode = ''] = LINE.exec(line) ?? [];
    if (state?.toUpperCase() !== WAITING[protocol] || peerPort !== '0000') continue;
    const number = Number(inode);
    if (!Number.isSafeInteger(number)) continue;
    sockets.push({
      address: formatAddress(parseKernelAddress(address, littleEndian)),
      port: Number.parseInt(port, 16),
      inode: number,
    });
  }
  return sockets;
}
