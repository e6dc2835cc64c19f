/** Content of a bucket: key (as `latin1` text), and a value or a bucket. */
export type Tree = ReadonlyMap<string, Uint8Array | Tree>;

export interface WriteOptions {
  readonly pageSize: number;
  readonly txid: bigint;
  /** Most elements on a page: a small number makes deep trees. */
  readonly fanout: number;
  /** Keep small buckets without further buckets inside their parent's page, as bbolt does. */
  readonly inline: boolean;
}

interface Element {
  readonly key: Buffer;
  readonly value: Buffer;
  /** Flags of a leaf element, or the child of a branch element. */
  readonly word: number;
}

const HEADER = 16;
const ELEMENT = 16;
const BRANCH = 1;
const LEAF = 2;
const META = 4;
const FREELIST = 0x10;

function elementBytes({ key, value }: Element): number {
  return ELEMENT + key.length + value.length;
}

/** Header, elements, then their keys and values one after the other. The header's number is filled in later. */
function pageBody(kind: number, elements: readonly Element[]): Buffer {
  const body = Buffer.alloc(HEADER + elements.reduce((sum, element) => sum + elementBytes(element), 0));
  body.writeUInt16LE(kind, 8);
  body.writeUInt16LE(elements.length, 10);
  let data = HEADER + elements.length * ELEMENT;
  for (const [index, { key, value, word }] of elements.entries()) {
    const at = HEADER + index * ELEMENT;
    if (kind === BRANCH) {
      body.writeUInt32LE(data - at, at);
      body.writeUInt32LE(key.length, at + 4);
      body.writeBigUInt64LE(BigInt(word), at + 8);
    } else {
      body.writeUInt32LE(word, at);
      body.writeUInt32LE(data - at, at + 4);
      body.writeUInt32LE(key.length, at + 8);
      body.writeUInt32LE(value.length, at + 12);
    }
    data += key.copy(body, data);
    data += value.copy(body, data);
  }
  return body;
}

/** FNV-1a, written down a second time so that the reader's own is tested against something. */
function checksum(bytes: Buffer): bigint {
  return bytes.reduce(
    (hash, byte) => ((hash ^ BigInt(byte)) * 0x100000001b3n) % 2n ** 64n,
    0xcbf29ce484222325n,
  );
}

/** A meta page's content for page 0 or 1. */
export function metaPage(
  index: 0 | 1,
  pageSize: number,
  root: number,
  highWater: number,
  txid: bigint,
): Buffer {
  const page = Buffer.alloc(pageSize);
  page.writeBigUInt64LE(BigInt(index), 0);
  page.writeUInt16LE(META, 8);
  page.writeUInt32LE(0xed0cdaed, HEADER);
  page.writeUInt32LE(2, HEADER + 4);
  page.writeUInt32LE(pageSize, HEADER + 8);
  page.writeBigUInt64LE(BigInt(root), HEADER + 16);
  page.writeBigUInt64LE(2n, HEADER + 32);
  page.writeBigUInt64LE(BigInt(highWater), HEADER + 40);
  page.writeBigUInt64LE(txid, HEADER + 48);
  page.writeBigUInt64LE(checksum(page.subarray(HEADER, HEADER + 56)), HEADER + 56);
  return page;
}

class Writer {
  readonly #options: WriteOptions;
  readonly #pages: Buffer[] = [];
  #next = 2;

  constructor(options: WriteOptions) {
    this.#options = options;
    this.#add(pageBody(FREELIST, []));
  }

  write(tree: Tree): Buffer {
    const root = this.#bucketPages(tree);
    const { pageSize, txid } = this.#options;
    const older = metaPage(0, pageSize, root, this.#next, txid % 2n === 0n ? txid : txid - 1n);
    const newer = metaPage(1, pageSize, root, this.#next, txid % 2n === 1n ? txid : txid - 1n);
    return Buffer.concat([older, newer, ...this.#pages]);
  }

  #add(body: Buffer): number {
    const { pageSize } = this.#options;
    const span = Math.ceil(body.length / pageSize);
    const page = Buffer.alloc(span * pageSize);
    body.copy(page);
    const id = this.#next;
    page.writeBigUInt64LE(BigInt(id), 0);
    page.writeUInt32LE(span - 1, 12);
    this.#pages.push(page);
    this.#next += span;
    return id;
  }

  /** Writes all pages of a bucket and returns the number of its root page. */
  #bucketPages(tree: Tree): number {
    let level = this.#level(LEAF, this.#leafElements(tree));
    while (level.length > 1) level = this.#level(BRANCH, level);
    return level[0]?.word ?? 0;
  }

  /** Spreads elements over pages; returns the elements of the branch above them. */
  #level(kind: number, elements: readonly Element[]): Element[] {
    const above: Element[] = [];
    let page: Element[] = [];
    const flush = (): void => {
      above.push({
        key: page[0]?.key ?? Buffer.alloc(0),
        value: Buffer.alloc(0),
        word: this.#add(pageBody(kind, page)),
      });
      page = [];
    };
    let bytes = HEADER;
    for (const element of elements) {
      const full =
        page.length >= this.#options.fanout || bytes + elementBytes(element) > this.#options.pageSize;
      // A branch has two children at least, or the tree would never come to one root.
      if (page.length >= (kind === BRANCH ? 2 : 1) && full) {
        flush();
        bytes = HEADER;
      }
      page.push(element);
      bytes += elementBytes(element);
    }
    flush();
    return above;
  }

  #leafElements(tree: Tree): Element[] {
    return [...tree]
      .map(([name, content]) => {
        const key = Buffer.from(name, 'latin1');
        if (content instanceof Uint8Array) return { key, value: Buffer.from(content), word: 0 };
        return { key, value: this.#bucketValue(content), word: 1 };
      })
      .sort((a, b) => a.key.compare(b.key));
  }

  #bucketValue(tree: Tree): Buffer {
    const header = Buffer.alloc(HEADER);
    const nested = [...tree.values()].some((content) => !(content instanceof Uint8Array));
    if (this.#options.inline && !nested) {
      const body = pageBody(LEAF, this.#leafElements(tree));
      if (body.length <= this.#options.pageSize / 4) return Buffer.concat([header, body]);
    }
    header.writeBigUInt64LE(BigInt(this.#bucketPages(tree)), 0);
    return header;
  }
}

/** A bbolt database file with this content. It shares no code with the reader. */
export function writeBolt(tree: Tree, options: WriteOptions): Buffer {
  return new Writer(options).write(tree);
}

/** Content written down as objects: texts become values, objects buckets. */
export interface Content {
  readonly [key: string]: string | Buffer | Content;
}

/** The tree that plain objects describe. */
export function treeOf(content: Content): Tree {
  const tree = new Map<string, Uint8Array | Tree>();
  for (const [key, value] of Object.entries(content)) {
    if (typeof value === 'string') tree.set(key, Buffer.from(value));
    else tree.set(key, Buffer.isBuffer(value) ? value : treeOf(value));
  }
  return tree;
}

/** A small database with usual options. */
export function boltOf(content: Content): Buffer {
  return writeBolt(treeOf(content), { pageSize: 4096, txid: 7n, fanout: 64, inline: true });
}
