import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  opendirSync,
  readdirSync,
  statfsSync,
  type Stats,
} from 'node:fs';
import type { DirectoryTask } from './walk-messages.js';
import { errorCode } from '../error-code.js';
import { BTRFS_MAGIC } from './btrfs.js';

/** Longest path that one system call takes (PATH_MAX, with room for a name); longer ones are opened in hops. */
const HOP_BYTES = 3500;

/** Directories whose own size is above this are read in pieces, so that ten million names never stand in memory. */
const STREAM_ABOVE_BYTES = 8 * 1024 * 1024;

const OPEN_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Why a directory could not be read. `VANISHED`: it is no longer the directory that was listed. */
export class DirectoryError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'DirectoryError';
    this.code = code;
  }
}

/** Opens a directory of any path length by way of its ancestors' descriptors. */
function openAnyLength(path: string | Buffer): number {
  // A character takes three bytes at most, so that short paths need no counting.
  if (path.length * 3 <= HOP_BYTES) return openSync(path, OPEN_FLAGS);
  let rest = Buffer.from(path);
  let descriptor = -1;
  try {
    while (rest.length > HOP_BYTES) {
      const cut = rest.lastIndexOf(0x2f, HOP_BYTES);
      if (cut <= 0) throw new DirectoryError('ENAMETOOLONG');
      const next = openSync(below(descriptor, rest.subarray(0, cut)), OPEN_FLAGS);
      if (descriptor >= 0) closeSync(descriptor);
      descriptor = next;
      rest = rest.subarray(cut + 1);
    }
    return openSync(below(descriptor, rest), OPEN_FLAGS);
  } finally {
    if (descriptor >= 0) closeSync(descriptor);
  }
}

function below(descriptor: number, rest: Buffer): Buffer {
  return descriptor < 0 ? rest : Buffer.concat([Buffer.from(`/proc/self/fd/${descriptor}/`), rest]);
}

/** An entry of a directory: `raw` is set where the name is not valid UTF-8. */
export interface DirectoryEntry {
  readonly name: string;
  readonly raw: Buffer | null;
  readonly stats: Stats;
}

/** What a reading of a directory tells, entry by entry. */
export interface DirectoryVisitor {
  readonly entry: (entry: DirectoryEntry) => void;
  /** An entry that vanished before it could be looked at (`VANISHED`), or could not be looked at. */
  readonly missed: (name: string, code: string) => void;
  /** Asked every {@link ENTRIES_PER_QUESTION} entries: false ends the reading. */
  readonly goOn: () => boolean;
}

/** A directory can hold millions of entries, seconds of work between two of them. */
const ENTRIES_PER_QUESTION = 1024;

/**
 * An open directory whose entries are looked at through its descriptor (`/proc/self/fd/N/name`), so that a container
 * that swaps a parent directory for a symlink during the walk cannot lead it out of the root.
 */
export class DirectoryReader {
  readonly #descriptor: number;
  readonly #prefix: string;
  readonly #large: boolean;

  /** @throws DirectoryError with the system's code, or `VANISHED` when another directory stands at the path. */
  constructor(task: DirectoryTask) {
    try {
      this.#descriptor = openAnyLength(typeof task.path === 'string' ? task.path : Buffer.from(task.path));
    } catch (error) {
      throw error instanceof DirectoryError ? error : new DirectoryError(errorCode(error));
    }
    const stats = fstatSync(this.#descriptor);
    if (stats.ino !== task.inode || stats.dev !== task.device) {
      closeSync(this.#descriptor);
      throw new DirectoryError('VANISHED');
    }
    this.#prefix = `/proc/self/fd/${this.#descriptor}`;
    this.#large = stats.size > STREAM_ABOVE_BYTES;
  }

  /**
   * Looks at each entry.
   * @throws DirectoryError when the listing itself fails.
   */
  visit(visitor: DirectoryVisitor): void {
    try {
      if (this.#large) this.#visitInPieces(visitor);
      else this.#visitAtOnce(visitor);
    } catch (error) {
      throw error instanceof DirectoryError ? error : new DirectoryError(errorCode(error));
    }
  }

  /** The inode number with all its digits, which a double loses above 2^53; `null` when the entry is gone. */
  exactInode(entry: DirectoryEntry): bigint | null {
    return lstatSync(this.#pathOf(entry), { bigint: true, throwIfNoEntry: false })?.ino ?? null;
  }

  /** Whether btrfs stands at an entry. Nothing is entered by this: another entry in its place is found out later. */
  isBtrfs(entry: DirectoryEntry): boolean {
    try {
      return statfsSync(this.#pathOf(entry)).type === BTRFS_MAGIC;
    } catch {
      return false;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #pathOf(entry: DirectoryEntry): Buffer {
    return Buffer.concat([Buffer.from(`${this.#prefix}/`), entry.raw ?? Buffer.from(entry.name)]);
  }

  #visitAtOnce(visitor: DirectoryVisitor): void {
    const names = readdirSync(this.#prefix);
    const exact = names.every((name) => !name.includes('\ufffd'));
    const entries = exact ? names : readdirSync(this.#prefix, 'buffer');
    for (const [i, entry] of entries.entries()) {
      if (i % ENTRIES_PER_QUESTION === ENTRIES_PER_QUESTION - 1 && !visitor.goOn()) return;
      if (typeof entry === 'string') this.#look(`${this.#prefix}/${entry}`, entry, null, visitor);
      else this.#lookAtRaw(entry, visitor);
    }
  }

  #visitInPieces(visitor: DirectoryVisitor): void {
    const directory = opendirSync(this.#prefix, { encoding: 'buffer' as BufferEncoding, bufferSize: 1024 });
    try {
      let seen = 0;
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        seen += 1;
        if (seen % ENTRIES_PER_QUESTION === 0 && !visitor.goOn()) return;
        this.#lookAtRaw(Buffer.from(entry.name), visitor);
      }
    } finally {
      directory.closeSync();
    }
  }

  #lookAtRaw(raw: Buffer, visitor: DirectoryVisitor): void {
    const name = raw.toString('utf8');
    const path = Buffer.concat([Buffer.from(`${this.#prefix}/`), raw]);
    this.#look(path, name, name.includes('\ufffd') ? raw : null, visitor);
  }

  #look(path: string | Buffer, name: string, raw: Buffer | null, visitor: DirectoryVisitor): void {
    let stats: Stats | undefined;
    try {
      stats = lstatSync(path, { throwIfNoEntry: false });
    } catch (error) {
      visitor.missed(name, errorCode(error));
      return;
    }
    if (stats === undefined) visitor.missed(name, 'VANISHED');
    else visitor.entry({ name, raw, stats });
  }
}
