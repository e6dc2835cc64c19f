/**
 * Reads metadata files below one root: layer records, configurations, databases. The seam between collectors and
 * the disk; the bundled sample host stands behind it as well.
 *
 * Paths are relative to the root, with `/` between names. No implementation follows a symlink or leaves the root.
 */
export interface FileSource {
  /** Where the root is, for messages. */
  readonly root: string;
  /**
   * Whole content of a regular file.
   * @throws FileSourceError
   */
  read(path: string): Promise<Buffer>;
  /**
   * Names in a directory, in byte order.
   * @throws FileSourceError
   */
  list(path: string): Promise<string[]>;
}

/** Why a file or directory could not be read. `code` is the system's (`ENOENT`, `EACCES`, …) or `TOO_LARGE`. */
export class FileSourceError extends Error {
  readonly code: string;
  readonly path: string;

  constructor(code: string, path: string, detail: string) {
    super(detail);
    this.name = 'FileSourceError';
    this.code = code;
    this.path = path;
  }

  /** The file is simply not there, which is a normal state for most metadata. */
  get missing(): boolean {
    return this.code === 'ENOENT' || this.code === 'ENOTDIR';
  }
}

/** Largest metadata file that is read whole: engines' databases are megabytes, and memory must stay bounded. */
export const MAX_METADATA_BYTES = 256 * 1024 * 1024;
