import { type FileHandle, open } from 'node:fs/promises';
import { safeJson } from '../report/text/clean-text.js';
import { UsageError } from './exit.js';

/** A file of JSON lines that is written to line by line: what was written is on the disk before the next thing happens. */
export class JsonLines {
  readonly #file: FileHandle;
  readonly #path: string;

  /** Opens for appending. @throws UsageError where that cannot be */
  static async open(path: string): Promise<JsonLines> {
    try {
      return new JsonLines(await open(path, 'a'), path);
    } catch (error) {
      throw new UsageError(`the log could not be opened: ${messageOf(error)}`);
    }
  }

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** @returns what went wrong; `null` when the line is written. A full disk is no reason to lose the rest. */
  async write(value: unknown): Promise<string | null> {
    try {
      await this.#file.appendFile(`${safeJson(value)}\n`);
      await this.#file.datasync();
      return null;
    } catch (error) {
      return `${this.#path} could not be written: ${messageOf(error)}`;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
