import { unescapeBytes } from './escaped-bytes.js';

/** A file mapped into a process, of `/proc/PID/maps`. */
export interface MappedFile {
  /** `<start>-<end>`, the name of its link in `/proc/PID/map_files`. */
  readonly range: string;
  /** With the mark ` (deleted)` where the kernel put one. */
  readonly path: string;
}

/** Low addresses are padded to eight digits here and not in `map_files`. */
const LINE = /^0*([0-9a-f]+)-0*([0-9a-f]+) \S+ \S+ \S+ (\d+) +(\/[\s\S]*)$/;

/**
 * The files of a `/proc/PID/maps` (Documentation/filesystems/proc.rst, 1.1; only line breaks are escaped), each path
 * once, by its first mapping. Memory without a file has the inode 0.
 */
export function parseMappedFiles(text: string): MappedFile[] {
  const files = new Map<string, MappedFile>();
  for (const line of text.split('\n')) {
    const [, start, end, inode, written] = LINE.exec(line) ?? [];
    if (written === undefined || inode === '0') continue;
    const range = `${start}-${end}`;
    const path = unescapeBytes(written, /\\(012)/g, 8);
    // Two deleted files may have had one name.
    const key = path.endsWith(' (deleted)') ? `${inode} ${path}` : path;
    if (!files.has(key)) files.set(key, { range, path });
  }
  return [...files.values()];
}
