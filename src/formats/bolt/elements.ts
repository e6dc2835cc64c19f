import { BoltError, type DamageHandler, reportDamage } from './error.js';
import { PAGE_HEADER_BYTES, readUint64 } from './meta.js';
import type { Page } from './page-table.js';

const BRANCH_ELEMENT_BYTES = 16;
const LEAF_ELEMENT_BYTES = 16;
const IS_BUCKET = 0x01;

/** An entry of a branch page: the first key below a child page, or one before it. */
export interface BranchElement {
  readonly key: Buffer;
  readonly child: number;
  /** Byte offset of the element, which identifies the reference to the child. */
  readonly offset: number;
}

/** An entry of a leaf page. The value of a bucket is its header, and its page where that is inline. */
export interface LeafElement {
  readonly key: Buffer;
  readonly isBucket: boolean;
  /** Byte offset of the value, and of the first byte after it. */
  readonly start: number;
  readonly end: number;
}

/** An element, and the bytes of the page that hold its key and value. */
interface Placed<T> {
  readonly element: T;
  readonly start: number;
  readonly end: number;
}

/**
 * Walks the elements of a page; one that breaks the format is reported, and the walk goes on with the next one.
 *
 * bbolt writes keys and values without gaps, in the order of the elements (`node.go`, `write`). A gap is reported:
 * it means a wrong number of elements, or a lost one. An overlap is refused, so that no two elements share bytes
 * and a page never hands out more than its own size.
 */
function* walkElements<T>(
  page: Page,
  elementBytes: number,
  read: (offset: number) => Placed<T>,
  onDamage: DamageHandler | undefined,
): Generator<T> {
  const report = (detail: string): void => reportDamage(new BoltError('CORRUPT', detail), onDamage);
  let free = page.offset + PAGE_HEADER_BYTES + page.count * elementBytes;
  if (free > page.end) {
    report(`the page at byte ${page.offset} has no room for its ${page.count} elements`);
    return;
  }
  for (let i = 0; i < page.count; i++) {
    const offset = page.offset + PAGE_HEADER_BYTES + i * elementBytes;
    const { element, start, end } = read(offset);
    if (start < free || end > page.end) {
      report(`the element at byte ${offset} points outside its part of the page`);
      continue;
    }
    if (start > free) report(`the page at byte ${page.offset} has a gap before byte ${start}`);
    free = end;
    yield element;
  }
}

/** Elements of a branch page: position (4), key size (4), child page (8). Positions count from the element itself. */
export function branchElements(data: Buffer, page: Page, onDamage?: DamageHandler): Generator<BranchElement> {
  return walkElements(
    page,
    BRANCH_ELEMENT_BYTES,
    (offset) => {
      const start = offset + data.readUInt32LE(offset);
      const end = start + data.readUInt32LE(offset + 4);
      const element = { key: data.subarray(start, end), child: readUint64(data, offset + 8), offset };
      return { element, start, end };
    },
    onDamage,
  );
}

/** Elements of a leaf page: flags (4), position (4), key size (4), value size (4). The value follows the key. */
export function leafElements(data: Buffer, page: Page, onDamage?: DamageHandler): Generator<LeafElement> {
  return walkElements(
    page,
    LEAF_ELEMENT_BYTES,
    (offset) => {
      const keyStart = offset + data.readUInt32LE(offset + 4);
      const start = keyStart + data.readUInt32LE(offset + 8);
      const end = start + data.readUInt32LE(offset + 12);
      const isBucket = (data.readUInt32LE(offset) & IS_BUCKET) !== 0;
      const element = { key: data.subarray(keyStart, start), isBucket, start, end };
      return { element, start: keyStart, end };
    },
    onDamage,
  );
}
