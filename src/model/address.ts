/** An IP address as a number; `bits` tells the family: 32 or 128. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Addresses that share a prefix: `address/length`. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly length: number;
  readonly first: bigint;
  readonly last: bigint;
}

function joinGroups(groups: readonly string[], width: bigint, radix: 10 | 16): bigint {
  return groups.reduce((sum, group) => (sum << width) | BigInt(Number.parseInt(group, radix)), 0n);
}

/** Four numbers up to 255, without leading zeros. */
const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const V6_GROUP = /^[0-9a-f]{1,4}$/i;
const V6_GROUPS = 8;

function valueOfV4(text: string): bigint | null {
  return V4.test(text) ? joinGroups(text.split('.'), 8n, 10) : null;
}

/** The groups of a part of an IPv6 address; the last may be written as an IPv4 address, which makes two. */
function groupsOf(part: string, isEnd: boolean): string[] | null {
  if (part === '') return [];
  const groups = part.split(':');
  const tail = isEnd ? valueOfV4(groups.at(-1) ?? '') : null;
  if (tail !== null) groups.splice(-1, 1, (tail >> 16n).toString(16), (tail & 0xffffn).toString(16));
  return groups.every((group) => V6_GROUP.test(group)) ? groups : null;
}

function valueOfV6(text: string): bigint | null {
  const [head = '', rest, more] = text.split('::');
  const before = groupsOf(head, rest === undefined);
  const after = groupsOf(rest ?? '', true);
  if (before === null || after === null || more !== undefined) return null;
  const missing = V6_GROUPS - before.length - after.length;
  if (rest === undefined ? missing !== 0 : missing < 1) return null;
  return joinGroups([...before, ...Array<string>(missing).fill('0'), ...after], 16n, 16);
}

/** An address in any form of RFC 4291; `null` for anything else, addresses with a zone (`fe80::1%eth0`) among them. */
export function parseAddress(text: string): Address | null {
  const v4 = valueOfV4(text);
  if (v4 !== null) return { bits: 32, value: v4 };
  const v6 = valueOfV6(text);
  return v6 === null ? null : { bits: 128, value: v6 };
}

/** The usual form: `10.0.0.1`, `fd00::1` (RFC 5952, without dots). */
export function formatAddress({ bits, value }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
  const groups = Array.from({ length: V6_GROUPS }, (_none, i) =>
    ((value >> BigInt(112 - i * 16)) & 0xffffn).toString(16),
  );
  const zeros = longestZeros(groups);
  if (zeros === null) return groups.join(':');
  return `${groups.slice(0, zeros.start).join(':')}::${groups.slice(zeros.end).join(':')}`;
}

/** The longest run of two or more groups of zeros, the first of equals. */
function longestZeros(groups: readonly string[]): { start: number; end: number } | null {
  let best = { start: 0, end: 1 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === '0') end++;
    if (end - start > best.end - best.start) best = { start, end };
  }
  return best.end - best.start > 1 ? best : null;
}

/** The range of `length` bits that an address lies in. */
export function rangeOf({ bits, value }: Address, length: number): AddressRange {
  const size = 1n << BigInt(bits - length);
  const first = value - (value % size);
  return { bits, length, first, last: first + size - 1n };
}

/** `address/length`, or one address alone; bits after the prefix are passed over. `null` for anything else. */
export function parseRange(text: string): AddressRange | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const length = slash < 0 ? String(address.bits) : text.slice(slash + 1);
  return /^\d{1,3}$/.test(length) && Number(length) <= address.bits ? rangeOf(address, Number(length)) : null;
}

export function formatRange({ bits, length, first }: AddressRange): string {
  return `${formatAddress({ bits, value: first })}/${length}`;
}

/** Whether two ranges have an address in common; ranges of two families never do. */
export function overlaps(one: AddressRange, other: AddressRange): boolean {
  return one.bits === other.bits && one.first <= other.last && other.first <= one.last;
}

export function holdsAddress(range: AddressRange, { bits, value }: Address): boolean {
  return range.bits === bits && range.first <= value && value <= range.last;
}
