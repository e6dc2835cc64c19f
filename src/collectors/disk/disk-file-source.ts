import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
} from 'node:fs';
import { errorCode } from '../error-code.js';
import { type FileSource, FileSourceError, MAX_METADATA_BYTES } from './file-source.js';

const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** How long files are read in one go before timers and input get their turn, milliseconds. */
const SLICE_MS = 20;

/**
 * Metadata files of a real directory. Reads are synchronous system calls (four times faster for thousands of tiny
 * files) in slices that leave room for input and timers.
 *
 * Every directory on the way is looked at before it is gone through, once: what stands in an engine's metadata
 * directories is written by root alone, but the root may be a rescued disk on which anything can stand.
 */
export class DiskFileSource implements FileSource {
  readonly root: string;
  readonly #entered = new Set<string>();
  #sliceEnds = 0;

  constructor(root: string) {
    this.root = root;
  }

  async read(path: string): Promise<Buffer> {
    await this.#breathe();
    const full = this.#reach(path);
    let descriptor: number;
    try {
      // Looked at before it is opened: opening a device can have effects of its own.
      requireFile(lstatSync(full), full);
      descriptor = openSync(full, READ_FLAGS);
    } catch (error) {
      throw failure(error, full);
    }
    try {
      return readWhole(descriptor, full);
    } finally {
      closeSync(descriptor);
    }
  }

  async list(path: string): Promise<string[]> {
    await this.#breathe();
    const full = this.#reach(path);
    try {
      if (path !== '') requireDirectory(lstatSync(full), full);
      return readdirSync(full).sort();
    } catch (error) {
      throw failure(error, full);
    }
  }

  /** The full path, once every directory above its end is known to be one. */
  #reach(path: string): string {
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    if (names.some((name) => name === '..' || name.includes('\0'))) {
      throw new FileSourceError('EINVAL', path, `${JSON.stringify(path)} leaves ${this.root}`);
    }
    let full = this.root;
    for (const [i, name] of names.entries()) {
      full = full === '/' ? `/${name}` : `${full}/${name}`;
      if (i < names.length - 1) this.#enter(full);
    }
    return full;
  }

  #enter(directory: string): void {
    if (this.#entered.has(directory)) return;
    try {
      requireDirectory(lstatSync(directory), directory);
    } catch (error) {
      throw failure(error, directory);
    }
    this.#entered.add(directory);
  }

  async #breathe(): Promise<void> {
    const now = performance.now();
    if (now < this.#sliceEnds) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    this.#sliceEnds = performance.now() + SLICE_MS;
  }
}

function readWhole(descriptor: number, path: string): Buffer {
  try {
    const stats = fstatSync(descriptor);
    requireFile(stats, path);
    if (stats.size > MAX_METADATA_BYTES) {
      throw new FileSourceError(
        'TOO_LARGE',
        path,
        `${path} has ${stats.size} bytes, more than metadata can have`,
      );
    }
    // The file may grow while it is read: what was there at the start is what counts.
    const buffer = Buffer.alloc(stats.size);
    let filled = 0;
    while (filled < buffer.length) {
      const got = readSync(descriptor, buffer, filled, buffer.length - filled, filled);
      if (got === 0) break;
      filled += got;
    }
    return buffer.subarray(0, filled);
  } catch (error) {
    throw failure(error, path);
  }
}

function requireFile(stats: Stats, path: string): void {
  if (stats.isFile()) return;
  refuseSymlink(stats, path);
  throw new FileSourceError('EINVAL', path, `${path} is not a regular file`);
}

function requireDirectory(stats: Stats, path: string): void {
  if (stats.isDirectory()) return;
  refuseSymlink(stats, path);
  throw new FileSourceError('ENOTDIR', path, `${path} is not a directory`);
}

/** The code is that of the system for a symlink under `O_NOFOLLOW`. */
function refuseSymlink(stats: Stats, path: string): void {
  if (stats.isSymbolicLink())
    throw new FileSourceError('ELOOP', path, `${path} is a symlink and is not followed`);
}

function failure(error: unknown, path: string): FileSourceError {
  if (error instanceof FileSourceError) return error;
  const code = errorCode(error);
  return new FileSourceError(code, path, `${path}: ${code}`);
}
