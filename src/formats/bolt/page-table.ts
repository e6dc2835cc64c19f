import { BoltError } from './error.js';
import { type BoltMeta, PAGE_HEADER_BYTES, readUint64 } from './meta.js';

const BRANCH = 0x01;
const LEAF = 0x02;

/** A branch or leaf page, or the small leaf inside a bucket's value. Offsets are bytes from the start of the data. */
export interface Page {
  readonly kind: 'branch' | 'leaf';
  readonly offset: number;
  /** First byte after the page. */
  readonly end: number;
  readonly count: number;
}

/** Reads the page header at `offset` of a page that ends at `end`. */
export function readPage(data: Buffer, offset: number, end: number): Page {
  if (end - offset < PAGE_HEADER_BYTES) {
    throw new BoltError('CORRUPT', `the page at byte ${offset} is shorter than its header`);
  }
  const flags = data.readUInt16LE(offset + 8);
  if (flags !== BRANCH && flags !== LEAF) {
    throw new BoltError(
      'CORRUPT',
      `the page at byte ${offset} is neither a branch nor a leaf (flags ${flags})`,
    );
  }
  return {
    kind: flags === BRANCH ? 'branch' : 'leaf',
    offset,
    end,
    count: data.readUInt16LE(offset + 10),
  };
}

/**
 * The pages of one database. It hands each page out to one parent only, as in every intact database: what can be
 * reached is then a tree, so that no reading, however damaged the data, takes more than one look at each page.
 */
export class PageTable {
  readonly data: Buffer;
  readonly #pageSize: number;
  readonly #pages: number;
  readonly #highWaterPage: number;
  /** For each page the byte offset of the reference that leads to it; 0 when none was followed yet. */
  readonly #referrers: Float64Array;
  #reads = 0;

  constructor(data: Buffer, meta: BoltMeta) {
    this.data = data;
    this.#pageSize = meta.pageSize;
    this.#highWaterPage = meta.highWaterPage;
    this.#pages = Math.floor(data.length / meta.pageSize);
    this.#referrers = new Float64Array(this.#pages);
  }

  /** How many pages were handed out so far, repetitions included. */
  get reads(): number {
    return this.#reads;
  }

  /**
   * The page with a number, for the reference at byte `referrer`.
   * @throws BoltError `TRUNCATED` or `CORRUPT`
   */
  load(id: number, referrer: number): Page {
    this.#reads++;
    if (id < 2 || id >= this.#highWaterPage) {
      throw new BoltError('CORRUPT', `page ${id} is outside the database (2 to ${this.#highWaterPage - 1})`);
    }
    if (id >= this.#pages) throw new BoltError('TRUNCATED', `page ${id} is behind the end of the data`);
    const offset = id * this.#pageSize;
    if (readUint64(this.data, offset) !== id) {
      throw new BoltError('CORRUPT', `page ${id} says that it is page ${readUint64(this.data, offset)}`);
    }
    const span = 1 + this.data.readUInt32LE(offset + 12);
    if (id + span > this.#highWaterPage) {
      throw new BoltError('CORRUPT', `page ${id} reaches over the end of the database (${span} pages)`);
    }
    if (id + span > this.#pages) {
      throw new BoltError('TRUNCATED', `page ${id} reaches behind the end of the data (${span} pages)`);
    }
    const page = readPage(this.data, offset, offset + span * this.#pageSize);
    this.#claim(id, span, referrer);
    return page;
  }

  /**
   * Remembers who refers to a page. The reference is at an offset above 0, behind the first page's header. Pages in
   * front of a conflict are closed with a negative number, so that no page is looked at twice in search of one.
   */
  #claim(id: number, span: number, referrer: number): void {
    if (this.#referrers[id] === referrer) return;
    const conflict = this.#referrers.subarray(id, id + span).findIndex((owner) => owner !== 0);
    if (conflict < 0) {
      this.#referrers.fill(referrer, id, id + span);
      return;
    }
    this.#referrers.fill(-referrer, id, id + conflict);
    throw new BoltError('CORRUPT', `page ${id + conflict} is part of two branches`);
  }
}
