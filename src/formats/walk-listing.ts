import { unescapeBytes } from './escaped-bytes.js';

/**
 * One line of a recorded walk: what `lstat` said of one path. Fields, separated by one blank:
 * `type mode uid gid size blocks links inode mtime device path`, with `type` as `find -printf %y`, `mode` octal,
 * `blocks` of 512 bytes, `mtime` in seconds, and unsafe bytes of the path as `\xHH`.
 */
export interface ListingEntry {
  readonly type: string;
  readonly sizeBytes: number;
  readonly blocks: number;
  readonly links: number;
  readonly inode: string;
  readonly modifiedMs: number;
  readonly device: string;
  readonly path: string;
}

const LINE = /^([a-zA-Z]) [0-7]+ \d+ \d+ (\d+) (\d+) (\d+) (\d+) (-?\d+(?:\.\d+)?) (\d+) (.+)$/s;

/** Parses one line; `null` where it has another shape. */
export function parseListingLine(line: string): ListingEntry | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, type = '', size, blocks, links, inode = '', modified, device = '', path = ''] = match;
  const entry: ListingEntry = {
    type,
    sizeBytes: Number(size),
    blocks: Number(blocks),
    links: Number(links),
    inode,
    modifiedMs: Math.floor(Number(modified) * 1000),
    device,
    path: unescapeBytes(path, /\\x([0-9a-fA-F]{2})/g, 16),
  };
  const exact = [entry.sizeBytes, entry.blocks, entry.links].every(Number.isSafeInteger);
  return exact && Number.isFinite(entry.modifiedMs) ? entry : null;
}

/** Parses a whole listing; lines of another shape are counted, not lost silently. */
export function parseListing(text: string): { entries: ListingEntry[]; badLines: number } {
  const entries: ListingEntry[] = [];
  let badLines = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const entry = parseListingLine(line);
    if (entry === null) badLines += 1;
    else entries.push(entry);
  }
  return { entries, badLines };
}
