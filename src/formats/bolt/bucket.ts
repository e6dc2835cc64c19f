import { branchElements, type LeafElement, leafElements } from './elements.js';
import { BoltError, type DamageHandler, reportDamage } from './error.js';
import { readUint64 } from './meta.js';
import { type Page, type PageTable, readPage } from './page-table.js';

/** Root page (8) and sequence (8) in front of a bucket's value. Source: bbolt, `internal/common/bucket.go`. */
const BUCKET_HEADER_BYTES = 16;
/** Of branches in a bucket and of buckets in buckets. A tree of 2^32 keys has about 8 levels. */
const MAX_DEPTH = 64;

/** A value, or the bucket under the key. */
export type BoltValue = Buffer | BoltBucket;

export type BoltEntry = readonly [key: Buffer, value: BoltValue];

/**
 * A bucket: sorted keys with values or further buckets. Pages are read when they are needed, and checked then.
 *
 * Keys and values are views into the database's data: copy them where they must outlive it.
 */
export class BoltBucket {
  readonly #table: PageTable;
  readonly #depth: number;
  readonly #openRoot: () => Page;

  constructor(table: PageTable, depth: number, openRoot: () => Page) {
    this.#table = table;
    this.#depth = depth;
    this.#openRoot = openRoot;
  }

  /**
   * All entries in the order of their keys.
   * @param onDamage receives what cannot be read, and the rest is still iterated; without it damage is thrown.
   * @throws BoltError
   */
  *entries(onDamage?: DamageHandler): Generator<BoltEntry> {
    let root: Page;
    try {
      root = this.#openRoot();
    } catch (error) {
      reportDamage(error, onDamage);
      return;
    }
    yield* this.#walk(root, 0, onDamage);
  }

  /**
   * The value under a key; `null` when there is none or it is a bucket.
   * @throws BoltError
   */
  get(key: string | Buffer): Buffer | null {
    const value = this.#find(key);
    return Buffer.isBuffer(value) ? value : null;
  }

  /**
   * The bucket under a key; `null` when there is none or it is a value.
   * @throws BoltError
   */
  bucket(name: string | Buffer): BoltBucket | null {
    const value = this.#find(name);
    return value instanceof BoltBucket ? value : null;
  }

  *#walk(page: Page, depth: number, onDamage: DamageHandler | undefined): Generator<BoltEntry> {
    if (page.kind === 'leaf') {
      for (const element of leafElements(this.#table.data, page, onDamage)) {
        try {
          yield [element.key, this.#value(element)];
        } catch (error) {
          reportDamage(error, onDamage);
        }
      }
      return;
    }
    for (const element of branchElements(this.#table.data, page, onDamage)) {
      let child: Page;
      try {
        child = this.#child(element.child, element.offset, depth);
      } catch (error) {
        reportDamage(error, onDamage);
        continue;
      }
      yield* this.#walk(child, depth + 1, onDamage);
    }
  }

  #find(key: string | Buffer): BoltValue | null {
    const wanted = typeof key === 'string' ? Buffer.from(key) : key;
    let page = this.#openRoot();
    for (let depth = 0; page.kind === 'branch'; depth++) {
      const next = this.#branchTowards(page, wanted);
      if (next === null) return null;
      page = this.#child(next.child, next.offset, depth);
    }
    for (const element of leafElements(this.#table.data, page)) {
      if (element.key.equals(wanted)) return this.#value(element);
    }
    return null;
  }

  /** The last child whose first key is not above the wanted one. */
  #branchTowards(page: Page, wanted: Buffer): { child: number; offset: number } | null {
    let best: { child: number; offset: number } | null = null;
    for (const element of branchElements(this.#table.data, page)) {
      if (element.key.compare(wanted) > 0) break;
      best = element;
    }
    return best;
  }

  #child(id: number, referrer: number, depth: number): Page {
    if (depth >= MAX_DEPTH) throw new BoltError('TOO_DEEP', `more than ${MAX_DEPTH} levels of branch pages`);
    return this.#table.load(id, referrer);
  }

  #value(element: LeafElement): BoltValue {
    const { data } = this.#table;
    const { start, end } = element;
    if (!element.isBucket) return data.subarray(start, end);
    if (end - start < BUCKET_HEADER_BYTES) {
      throw new BoltError('CORRUPT', `the bucket at byte ${start} is shorter than its header`);
    }
    if (this.#depth >= MAX_DEPTH) throw new BoltError('TOO_DEEP', `more than ${MAX_DEPTH} levels of buckets`);
    const rootPage = readUint64(data, start);
    return new BoltBucket(this.#table, this.#depth + 1, () =>
      rootPage === 0 ? inlinePage(data, start, end) : this.#table.load(rootPage, start),
    );
  }
}

/** The leaf that a small bucket carries inside its value. */
function inlinePage(data: Buffer, start: number, end: number): Page {
  const page = readPage(data, start + BUCKET_HEADER_BYTES, end);
  if (page.kind !== 'leaf') throw new BoltError('CORRUPT', `the inline bucket at byte ${start} is no leaf`);
  return page;
}
