import { fnv1a64 } from './checksum.js';
import { BoltError } from './error.js';

/** Bytes of the header in front of every page: id (8), flags (2), count (2), overflow (4). */
export const PAGE_HEADER_BYTES = 16;

const MAGIC = 0xed0cdaed;
const VERSION = 2;
/** Bytes of a meta record that its checksum covers. */
const SUMMED_BYTES = 56;
const META_BYTES = PAGE_HEADER_BYTES + SUMMED_BYTES + 8;
const SMALLEST_PAGE = 1024;
const LARGEST_PAGE = SMALLEST_PAGE << 14;

/** One of the two meta pages: where the newest state of the database begins. Source: bbolt, `internal/common/meta.go`. */
export interface BoltMeta {
  /** Byte offset of the meta page. */
  readonly offset: number;
  readonly pageSize: number;
  /** Page of the root bucket. */
  readonly rootPage: number;
  /** First page number that was never used: the database's length in pages. */
  readonly highWaterPage: number;
  readonly txid: bigint;
}

/**
 * An unsigned 64-bit number. Above 2^53 the result is inexact, which is good enough here: it is compared with page
 * numbers, and no file has that many.
 */
export function readUint64(data: Buffer, offset: number): number {
  return data.readUInt32LE(offset) + data.readUInt32LE(offset + 4) * 0x1_0000_0000;
}

function isPageSize(size: number): boolean {
  return size >= SMALLEST_PAGE && size <= LARGEST_PAGE && (size & (size - 1)) === 0;
}

/** The meta page at a byte offset; `null` when there is none with a right checksum. */
function readMeta(data: Buffer, offset: number): BoltMeta | null {
  if (offset + META_BYTES > data.length) return null;
  const start = offset + PAGE_HEADER_BYTES;
  if (data.readUInt32LE(start) !== MAGIC || data.readUInt32LE(start + 4) !== VERSION) return null;
  const checksum = data.readBigUInt64LE(start + SUMMED_BYTES);
  if (fnv1a64(data.subarray(start, start + SUMMED_BYTES)) !== checksum) return null;
  const pageSize = data.readUInt32LE(start + 8);
  if (!isPageSize(pageSize)) return null;
  return {
    offset,
    pageSize,
    rootPage: readUint64(data, start + 16),
    highWaterPage: readUint64(data, start + 40),
    txid: data.readBigUInt64LE(start + 48),
  };
}

/** Meta 1 where meta 0 is damaged: it lies one page in, and the page size is only known from itself. */
function searchSecondMeta(data: Buffer): BoltMeta | null {
  for (let size = SMALLEST_PAGE; size <= LARGEST_PAGE && size < data.length; size *= 2) {
    const meta = readMeta(data, size);
    if (meta?.pageSize === size) return meta;
  }
  return null;
}

/** The valid meta page with the higher transaction id; `null` when neither is valid. */
function newestMeta(data: Buffer): BoltMeta | null {
  const first = readMeta(data, 0);
  if (first === null) return searchSecondMeta(data);
  const second = readMeta(data, first.pageSize);
  if (second === null || second.pageSize !== first.pageSize) return first;
  return second.txid > first.txid ? second : first;
}

/**
 * The meta page that holds the newest complete state.
 * @throws BoltError `NOT_BOLT`
 */
export function chooseMeta(data: Buffer): BoltMeta {
  const meta = newestMeta(data);
  if (meta !== null) return meta;
  const bigEndian =
    data.length >= META_BYTES && data.readUInt32BE(PAGE_HEADER_BYTES) === MAGIC
      ? ' (it was written on a big-endian machine, which is not supported)'
      : '';
  throw new BoltError('NOT_BOLT', `neither of the two meta pages is valid${bigEndian}`);
}

/**
 * Transaction id of the newest state, from a file's first two pages or more; `null` when no meta page is valid.
 *
 * For readers of a database that an engine has open: pages of the state they read stay untouched as long as this
 * number has not moved by two, so a number that is still the same afterwards proves the reading consistent.
 * Source: bbolt, `db.go`, `beginRWTx` and `freePages`.
 */
export function highestTxid(firstPages: Buffer): bigint | null {
  return newestMeta(firstPages)?.txid ?? null;
}
