import { closeSync, constants, openSync, readSync } from 'node:fs';
import { errorCode } from '../error-code.js';

const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;
/** `io.stat` has a line of about 100 bytes for each device; nothing else comes near a page. */
const MAX_BYTES = 1024 * 1024;
/** The kernel hands out such a file whole as far as the buffer goes; less than a page is the end of it. */
const PAGE_BYTES = 4096;

/**
 * Reads the files of control groups. The kernel answers from memory and never waits, so that the calls are made at
 * once: through the thread pool each costs ten times as much.
 */
export class GroupFiles {
  readonly #buffer = Buffer.allocUnsafe(MAX_BYTES);
  readonly #denied: string[] = [];

  /** Files that this user may not read. */
  get denied(): readonly string[] {
    return this.#denied;
  }

  /** The text of a file; `null` where it is missing, the group has gone, or it may not be read. */
  read(directory: string, name: string): string | null {
    const path = `${directory}/${name}`;
    let file: number | null = null;
    try {
      file = openSync(path, FLAGS);
      let size = 0;
      for (;;) {
        const read = readSync(file, this.#buffer, size, MAX_BYTES - size, null);
        size += read;
        if (read < PAGE_BYTES || size === MAX_BYTES) return this.#buffer.toString('latin1', 0, size);
      }
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EACCES' || code === 'EPERM') this.#denied.push(path);
      return null;
    } finally {
      if (file !== null) closeSync(file);
    }
  }

  /** Runs `read`; `null` when one of the files it wanted may not be read: a limit could then be taken for none. */
  unlessDenied<T>(read: () => T | null): T | null {
    const before = this.#denied.length;
    const value = read();
    return this.#denied.length === before ? value : null;
  }
}
