import { closeSync, constants, openSync, readSync } from 'node:fs';
import { errorCode } from '../error-code.js';
import type { Seen } from './process-files.js';
import { isGone } from './mount-tables.js';

const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;
const FIRST_BYTES = 64 * 1024;

/** More than the kernel has to say in one file, with 65,536 groups in `status`. */
const MAX_BYTES = 4 * 1024 * 1024;

function failed(error: unknown): { readonly state: 'gone' | 'denied' } {
  return { state: isGone(errorCode(error)) ? 'gone' : 'denied' };
}

/**
 * Reads small files of a proc filesystem into one buffer, without waiting: they are answered from memory, and a call
 * through the thread pool costs ten times as much. `denied` stands for any failure but the process's end.
 */
export class ProcReader {
  #buffer = Buffer.allocUnsafe(FIRST_BYTES);

  /** Opens a file to be read later. */
  open(path: string): Seen<number> {
    try {
      return { state: 'read', value: openSync(path, FLAGS) };
    } catch (error) {
      return failed(error);
    }
  }

  /** What an open file says now; `gone` when its process has ended since it was opened (`ESRCH`). */
  textOf(descriptor: number, maximumBytes = MAX_BYTES): Seen<string> {
    try {
      let size = 0;
      for (;;) {
        const room = Math.min(this.#buffer.length, maximumBytes) - size;
        size += readSync(descriptor, this.#buffer, size, room, null);
        // The kernel has these files ready as a whole: only a full buffer says that there is more.
        const full = Math.min(this.#buffer.length, maximumBytes);
        if (size < full || full === maximumBytes) {
          return { state: 'read', value: this.#buffer.toString('utf8', 0, size) };
        }
        this.#grow(size);
      }
    } catch (error) {
      return failed(error);
    }
  }

  /** What the file of that path says, at most the first bytes of it. */
  text(path: string, maximumBytes?: number): Seen<string> {
    const opened = this.open(path);
    if (opened.state !== 'read') return opened;
    try {
      return this.textOf(opened.value, maximumBytes);
    } finally {
      closeSync(opened.value);
    }
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafe(this.#buffer.length * 4);
    this.#buffer.copy(larger, 0, 0, size);
    this.#buffer = larger;
  }
}
