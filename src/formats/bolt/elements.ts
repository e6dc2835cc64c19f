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

/**
 * Walks the elements of a page; one that breaks the format is reported, and the walk goes on with the next one.
 *
 * bbolt writes keys and values one after the other in the order of the elements (`node.go`, `write`). Holding every
 * page to that means that no two elements share bytes: what a page hands out is never more than its own size.
 */
function* walkElements<T>(
  page: Page,
  elementBytes: number,
  read: (offset: number, free: number) => readonly [element: T, end: number],
  onDamage: DamageHandler | undefined,
): Generator<T> {
  let free = page.offset + PAGE_HEADER_BYTES + page.count * elementBytes;
  if (free > page.end) {
    const detail = `the page at byte ${page.offset} has no room for its ${page.count} elements`;
    reportDamage(new BoltError('CORRUPT', detail), onDamage);
    return;
  }
  for (let i = 0; i < page.count; i++) {
    const offset = page.offset + PAGE_HEADER_BYTES + i * elementBytes;
    let element: T;
    try {
      [element, free] = read(offset, free);
    } catch (error) {
      reportDamage(error, onDamage);
      continue;
    }
    yield element;
  }
}

function checkRange(offset: number, start: number, end: number, free: number, pageEnd: number): void {
  if (start < free || end > pageEnd) {
    throw new BoltError('CORRUPT', `the element at byte ${offset} points outside its part of the page`);
  }
}

/** Elements of a branch page: position (4), key size (4), child page (8). Positions count from the element itself. */
export function branchElements(data: Buffer, page: Page, onDamage?: DamageHandler): Generator<BranchElement> {
  return walkElements(
    page,
    BRANCH_ELEMENT_BYTES,
    (offset, free) => {
      const start = offset + data.readUInt32LE(offset);
      const end = start + data.readUInt32LE(offset + 4);
      checkRange(offset, start, end, free, page.end);
      return [{ key: data.subarray(start, end), child: readUint64(data, offset + 8), offset }, end];
    },
    onDamage,
  );
}

/** Elements of a leaf page: flags (4), position (4), key size (4), value size (4). The value follows the key. */
export function leafElements(data: Buffer, page: Page, onDamage?: DamageHandler): Generator<LeafElement> {
  return walkElements(
    page,
    LEAF_ELEMENT_BYTES,
    (offset, free) => {
      const keyStart = offset + data.readUInt32LE(offset + 4);
      const start = keyStart + data.readUInt32LE(offset + 8);
      const end = start + data.readUInt32LE(offset + 12);
      checkRange(offset, keyStart, end, free, page.end);
      const isBucket = (data.readUInt32LE(offset) & IS_BUCKET) !== 0;
      return [{ key: data.subarray(keyStart, start), isBucket, start, end }, end];
    },
    onDamage,
  );
}
