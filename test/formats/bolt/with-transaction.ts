/** The same database, some transactions later: both meta pages get the number and its checksum (FNV-1a). */
export function withTransaction(data: Buffer, txid: bigint): Buffer {
  for (const [i, page] of [0, data.readUInt32LE(16 + 8)].entries()) {
    const meta = data.subarray(page + 16, page + 16 + 64);
    meta.writeBigUInt64LE(txid * 2n + BigInt(i), 48);
    let hash = 0xcbf29ce484222325n;
    for (const byte of meta.subarray(0, 56))
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    meta.writeBigUInt64LE(hash, 56);
  }
  return data;
}
