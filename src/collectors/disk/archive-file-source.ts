import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type FileSource, FileSourceError } from './file-source.js';

/** Largest capture that is unpacked into memory. */
const MAX_ARCHIVE_BYTES = 512 * 1024 * 1024;

/** Metadata files of a captured data root, held in memory by their path in the archive. */
export class ArchiveFileSource implements FileSource {
  readonly root: string;
  readonly #files: ReadonlyMap<string, Buffer>;
  readonly #directories = new Map<string, Set<string>>();

  constructor(root: string, files: ReadonlyMap<string, Buffer>) {
    this.root = root;
    this.#files = files;
    for (const path of files.keys()) this.addPath(path);
  }

  /** Makes a path appear in {@link list} without content, as the recorded walk knows more files than were kept. */
  addPath(path: string): void {
    const names = path.split('/');
    for (let i = names.length - 1; i >= 0; i--) {
      const parent = names.slice(0, i).join('/');
      const known = this.#directories.get(parent) ?? new Set();
      this.#directories.set(parent, known);
      const name = names[i] ?? '';
      if (known.has(name)) return;
      known.add(name);
    }
  }

  read(path: string): Promise<Buffer> {
    const data = this.#files.get(path);
    return data === undefined ? Promise.reject(this.#missing(path)) : Promise.resolve(data);
  }

  list(path: string): Promise<string[]> {
    const names = this.#directories.get(path);
    return names === undefined ? Promise.reject(this.#missing(path)) : Promise.resolve([...names].sort());
  }

  #missing(path: string): FileSourceError {
    return new FileSourceError('ENOENT', path, `${path} is not in the capture of ${this.root}`);
  }
}

/**
 * Reads the regular files of a `.tar.gz` whole.
 * @throws Error when the archive is damaged or larger than {@link MAX_ARCHIVE_BYTES} unpacked.
 */
export async function readArchive(path: string): Promise<Map<string, Buffer>> {
  const { extract } = await import('tar-stream');
  const files = new Map<string, Buffer>();
  const unpack = extract();
  let total = 0;
  unpack.on('entry', (header, stream, next) => {
    const parts: Buffer[] = [];
    stream.on('data', (data: unknown) => {
      const part = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
      total += part.length;
      if (total > MAX_ARCHIVE_BYTES)
        unpack.destroy(new Error(`${path} unpacks to more than ${MAX_ARCHIVE_BYTES} bytes`));
      else parts.push(part);
    });
    // An archive cut within a file fails on the file's stream as well: without a listener that ends the process.
    stream.on('error', (error) => {
      unpack.destroy(error);
    });
    stream.on('end', () => {
      if (header.type === 'file') files.set(header.name.replace(/^\.\//, ''), Buffer.concat(parts));
      next();
    });
  });
  await pipeline(createReadStream(path), createGunzip(), unpack);
  return files;
}
