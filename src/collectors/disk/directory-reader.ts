import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  opendirSync,
  readdirSync,
  type Stats,
} from 'node:fs';
import type { DirectoryTask } from './walk-messages.js';

/** Longest path that one system call takes (PATH_MAX, with room for a name); longer ones are opened in hops. */
const HOP_BYTES = 3500;

/** Directories whose own size is above this are read in pieces, so that ten million names never stand in memory. */
const STREAM_ABOVE_BYTES = 8 * 1024 * 1024;

const OPEN_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Linux's O_NOATIME on every architecture Docker runs on: reading must not even touch the access time. */
const O_NOATIME = 0o1000000;

/** Why a directory could not be read. `VANISHED`: it is no longer the directory that was listed. */
export class DirectoryError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'DirectoryError';
    this.code = code;
  }
}

/** The system's code of a failed call, `EUNKNOWN` where there is none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'EUNKNOWN';
}

function openOnce(path: string | Buffer): number {
  try {
    return openSync(path, OPEN_FLAGS | O_NOATIME);
  } catch (error) {
    // O_NOATIME is allowed to the owner and to root only.
    if (errorCode(error) !== 'EPERM') throw error;
    return openSync(path, OPEN_FLAGS);
  }
}

/** Opens a directory of any path length by way of its ancestors' descriptors. */
function openAnyLength(path: string | Buffer): number {
  if (path.length <= HOP_BYTES) return openOnce(path);
  const bytes = typeof path === 'string' ? Buffer.from(path) : path;
  let descriptor = -1;
  let rest = bytes;
  while (rest.length > HOP_BYTES) {
    const cut = rest.lastIndexOf(0x2f, HOP_BYTES);
    if (cut <= 0) throw new DirectoryError('ENAMETOOLONG');
    const next = openOnce(below(descriptor, rest.subarray(0, cut)));
    if (descriptor >= 0) closeSync(descriptor);
    descriptor = next;
    rest = rest.subarray(cut + 1);
  }
  const last = openOnce(below(descriptor, rest));
  closeSync(descriptor);
  return last;
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
   * Calls `visit` for each entry. Entries that vanish before they can be looked at, or cannot be looked at, go to
   * `missed`.
   * @throws DirectoryError when the listing itself fails.
   */
  visit(visit: (entry: DirectoryEntry) => void, missed: (name: string, code: string) => void): void {
    try {
      if (this.#large) this.#visitInPieces(visit, missed);
      else this.#visitAtOnce(visit, missed);
    } catch (error) {
      throw error instanceof DirectoryError ? error : new DirectoryError(errorCode(error));
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #visitAtOnce(visit: (entry: DirectoryEntry) => void, missed: (name: string, code: string) => void): void {
    const names = readdirSync(this.#prefix);
    if (names.some((name) => name.includes('\ufffd'))) {
      for (const raw of readdirSync(this.#prefix, 'buffer')) this.#visitRaw(raw, visit, missed);
      return;
    }
    for (const name of names) {
      const stats = this.#stat(`${this.#prefix}/${name}`, name, missed);
      if (stats !== null) visit({ name, raw: null, stats });
    }
  }

  #visitInPieces(visit: (entry: DirectoryEntry) => void, missed: (name: string, code: string) => void): void {
    const directory = opendirSync(this.#prefix, { encoding: 'buffer' as BufferEncoding, bufferSize: 1024 });
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        this.#visitRaw(Buffer.from(entry.name), visit, missed);
      }
    } finally {
      directory.closeSync();
    }
  }

  #visitRaw(
    raw: Buffer,
    visit: (entry: DirectoryEntry) => void,
    missed: (name: string, code: string) => void,
  ): void {
    const name = raw.toString('utf8');
    const stats = this.#stat(Buffer.concat([Buffer.from(`${this.#prefix}/`), raw]), name, missed);
    if (stats !== null) visit({ name, raw: name.includes('\ufffd') ? raw : null, stats });
  }

  #stat(path: string | Buffer, name: string, missed: (name: string, code: string) => void): Stats | null {
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats !== undefined) return stats;
      missed(name, 'VANISHED');
    } catch (error) {
      missed(name, errorCode(error));
    }
    return null;
  }
}
