import { FormatError } from '../format-error.js';

/** Seven bits each: more bytes than this do not fit into 64 bits. */
const MAX_BYTES = 10;
const MASK = 0x7f;
const CONTINUED = 0x80;

function decode(data: Uint8Array): bigint {
  let value = 0n;
  for (const [index, byte] of data.subarray(0, MAX_BYTES).entries()) {
    value |= BigInt(byte & MASK) << BigInt(7 * index);
    if (byte >= CONTINUED) continue;
    if (value >= 2n ** 64n) throw new FormatError('number', 'it needs more than 64 bits');
    if (index + 1 < data.length) throw new FormatError('number', 'there is more behind it');
    return value;
  }
  throw new FormatError('number', data.length === 0 ? 'it is empty' : 'its end is missing');
}

function safe(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new FormatError('number', 'it is larger than anything on a disk');
}

/**
 * A whole value that is an unsigned number: 7 bits per byte, the low ones first. Ids are stored like this.
 * Source: Go, encoding/binary, `PutUvarint`; containerd, core/snapshots/storage/bolt.go, `encodeID`.
 * @throws FormatError also for numbers above 2^53.
 */
export function readUvarint(data: Uint8Array): number {
  return safe(decode(data));
}

/**
 * A whole value that is a signed number, zig-zag (0, −1, 1, −2, …). Sizes are stored like this.
 * Source: Go, encoding/binary, `PutVarint`; containerd, core/metadata/boltutil.
 * @throws FormatError also for numbers beyond ±2^53.
 */
export function readVarint(data: Uint8Array): number {
  const value = decode(data);
  return safe(value % 2n === 0n ? value / 2n : -(value + 1n) / 2n);
}
