/** Writers of containerd's encodings, of their own so that the readers are tested against something. */

/** 7 bits per byte, the low ones first. */
export function uvarint(value: bigint | number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest % 128n) + 128);
    rest /= 128n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

/** Zig-zag. */
export function varint(value: bigint | number): Buffer {
  const number = BigInt(value);
  return uvarint(number < 0n ? -2n * number - 1n : 2n * number);
}

/** Go's binary time in UTC, version 1. */
export function goTime(text: string): Buffer {
  const milliseconds = Date.parse(text);
  const data = Buffer.alloc(15);
  data.writeUInt8(1);
  data.writeBigInt64BE(BigInt(Math.floor(milliseconds / 1000)) + 62_135_596_800n, 1);
  data.writeInt32BE((milliseconds % 1000) * 1_000_000, 9);
  data.writeInt16BE(-1, 13);
  return data;
}
