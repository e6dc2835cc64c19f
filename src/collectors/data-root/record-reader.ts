import { FormatError } from '../../formats/format-error.js';
import type { Problem } from '../../model/problem.js';
import { type FileSource, FileSourceError } from '../disk/file-source.js';

/** How often one kind of failure is reported in full before it is only counted. */
const KEPT_PER_CODE = 20;

/**
 * Reads metadata files and turns every failure into a problem, so that one damaged or unreadable file costs only
 * itself. Files that are not there give `null` without a problem: most metadata is optional.
 */
export class RecordReader {
  readonly source: FileSource;
  readonly #problems: Problem[] = [];
  readonly #counts = new Map<string, number>();
  readonly #unlisted: string[] = [];
  #failures = 0;

  constructor(source: FileSource) {
    this.source = source;
  }

  async list(path: string, missing: string): Promise<string[]> {
    try {
      return await this.source.list(path);
    } catch (error) {
      if (this.#failed(error, path, missing)) this.#unlisted.push(path);
      return [];
    }
  }

  async read(path: string, missing: string): Promise<Buffer | null> {
    try {
      return await this.source.read(path);
    } catch (error) {
      this.#failed(error, path, missing);
      return null;
    }
  }

  /** How many readings have failed so far: what was read without one more is complete. */
  get failures(): number {
    return this.#failures;
  }

  /** Directories that are there and could not be listed. */
  get unlisted(): readonly string[] {
    return this.#unlisted;
  }

  /**
   * A small text file without its surrounding white space. One of another form is a problem: a crash leaves files
   * that are empty or full of zeros, and what those referred to is not known.
   */
  async text(path: string, missing: string, form: RegExp): Promise<string | null> {
    const data = await this.read(path, missing);
    if (data === null) return null;
    const text = data.toString('utf8').trim();
    if (form.test(text)) return text;
    this.damaged(path, missing, text === '' ? 'empty' : 'damaged');
    return null;
  }

  /** False for what is no directory, or none any more; true also where that could not be seen. */
  async isDirectory(path: string): Promise<boolean> {
    try {
      await this.source.list(path);
      return true;
    } catch (error) {
      if (!(error instanceof FileSourceError)) throw error;
      return !error.missing;
    }
  }

  /** Reads and parses; a damaged file is a problem and gives `null`. */
  async parse<T>(path: string, missing: string, parser: (data: Buffer) => T): Promise<T | null> {
    const data = await this.read(path, missing);
    if (data === null) return null;
    try {
      return parser(data);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.damaged(path, missing, error.message);
      return null;
    }
  }

  /** Reports a problem that a more specific reader has put into words. */
  report(problem: Problem): void {
    this.#problems.push(problem);
  }

  /** Reports a file that was read but is not what it should be. */
  damaged(path: string, missing: string, detail: string): void {
    this.#add(
      'damaged-metadata',
      path,
      `${this.#full(path)} is ${detail}`,
      missing,
      'the disk or the last shutdown may be at fault; the engine’s log says more',
    );
  }

  /** What went wrong so far; many failures of one kind are summed up in one line. */
  problems(): Problem[] {
    const summed: Problem[] = [];
    for (const [code, count] of this.#counts) {
      if (count <= KEPT_PER_CODE) continue;
      const more = `${count - KEPT_PER_CODE} more files below ${this.source.root} have the same problem`;
      summed.push({
        source: 'data-root',
        code,
        message: more,
        path: this.source.root,
        missing: null,
        hint: null,
      });
    }
    return [...this.#problems, ...summed];
  }

  /** Reports a failure; false when the file is simply not there. */
  #failed(error: unknown, path: string, missing: string): boolean {
    if (!(error instanceof FileSourceError)) throw error;
    if (error.missing) return false;
    const denied = error.code === 'EACCES' || error.code === 'EPERM';
    this.#add(
      denied ? 'permission-denied' : 'unreadable-metadata',
      path,
      denied ? `${this.#full(path)} may not be read by this user` : error.message,
      missing,
      denied ? 'run bilge as root (sudo)' : null,
    );
    return true;
  }

  #full(path: string): string {
    return path === '' ? this.source.root : `${this.source.root}/${path}`;
  }

  #add(code: string, path: string, message: string, missing: string, hint: string | null): void {
    this.#failures += 1;
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= KEPT_PER_CODE) {
      this.#problems.push({ source: 'data-root', code, message, path: this.#full(path), missing, hint });
    }
  }
}
