import { BoltBucket } from './bucket.js';
import { chooseMeta, PAGE_HEADER_BYTES } from './meta.js';
import { PageTable } from './page-table.js';

/** Offset of the root page's number in a meta page. */
const META_ROOT = PAGE_HEADER_BYTES + 16;

/** One consistent state of a bbolt database. */
export interface BoltDatabase {
  /** Number of the transaction that wrote this state. */
  readonly txid: bigint;
  readonly pageSize: number;
  /** The data is shorter than the database says: a copy that was cut off. What is there can still be read. */
  readonly truncated: boolean;
  readonly root: BoltBucket;
  /** How many pages were read so far, repetitions included: the measure of the work done. */
  readonly pagesRead: number;
}

/**
 * Opens a bbolt database (format version 2, little-endian) that is in memory as a whole, read-only.
 *
 * A file copied from a crashed host needs no recovery: there is no journal, the older of the two meta pages always
 * leads to a complete state. Only the meta pages are checked here, everything else when it is read.
 * Source: bbolt, `internal/common/{meta,page,bucket}.go`, `db.go`.
 * @throws BoltError `NOT_BOLT`
 */
export function openBolt(data: Buffer): BoltDatabase {
  const meta = chooseMeta(data);
  const table = new PageTable(data, meta);
  const root = new BoltBucket(table, 0, () => table.load(meta.rootPage, meta.offset + META_ROOT));
  return {
    txid: meta.txid,
    pageSize: meta.pageSize,
    truncated: data.length < meta.highWaterPage * meta.pageSize,
    root,
    get pagesRead() {
      return table.reads;
    },
  };
}
