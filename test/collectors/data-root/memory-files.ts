import { type FileSource, FileSourceError } from '../../../src/collectors/disk/file-source.js';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';

/**
 * Files of a data root in memory. A path in `failures` fails with its code; `onRead` runs before each access, so
 * that a test can change the files between two of them.
 */
export class MemoryFiles implements FileSource {
  readonly root = '/data';
  readonly files: Map<string, Buffer>;
  readonly failures = new Map<string, string>();
  onRead: (path: string) => void = () => {};

  constructor(files: Readonly<Record<string, string>> | ReadonlyMap<string, Buffer> = {}) {
    this.files = new Map(
      files instanceof Map
        ? files
        : Object.entries(files).map(([path, content]) => [path, Buffer.from(String(content))]),
    );
  }

  set(path: string, content: string): void {
    this.files.set(path, Buffer.from(content));
  }

  /** Removes a file, or a directory with everything in it. */
  remove(path: string): void {
    for (const file of this.files.keys()) {
      if (file === path || file.startsWith(`${path}/`)) this.files.delete(file);
    }
  }

  async read(path: string): Promise<Buffer> {
    this.#access(path);
    const data = this.files.get(path);
    if (data === undefined) throw new FileSourceError('ENOENT', path, `${path}: ENOENT`);
    return data;
  }

  async list(path: string): Promise<string[]> {
    this.#access(path);
    if (this.files.has(path)) throw new FileSourceError('ENOTDIR', path, `${path} is not a directory`);
    const prefix = path === '' ? '' : `${path}/`;
    const names = new Set<string>();
    for (const file of this.files.keys()) {
      // A path that ends in `/` is an empty directory.
      if (file.startsWith(prefix)) names.add(file.slice(prefix.length).split('/')[0] ?? '');
    }
    if (names.size === 0) throw new FileSourceError('ENOENT', path, `${path}: ENOENT`);
    return [...names].filter((name) => name !== '').sort();
  }

  #access(path: string): void {
    this.onRead(path);
    const code = this.failures.get(path);
    if (code !== undefined) throw new FileSourceError(code, path, `${this.root}/${path}: ${code}`);
  }
}

/** Codes and paths of what went wrong, the paths relative to the root. */
export function troubles(reader: RecordReader): string[] {
  return reader.problems().map(({ code, path }) => `${code} ${(path ?? '').replace(/^\/data\/?/, '')}`);
}
