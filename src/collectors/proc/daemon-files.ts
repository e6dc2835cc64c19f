import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode } from '../error-code.js';

/** Why a file could not be read: the system's code, or `TOO_LARGE`, or `NOT_A_FILE`. */
export class SmallFileError extends Error {
  override readonly name = 'SmallFileError';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/**
 * Reads a file whose size the kernel does not say beforehand, as in `/proc`. Never waits for a pipe.
 * @param follow follow a symlink at the end of the path
 * @throws SmallFileError
 */
export async function readSmallFile(path: string, maximumBytes: number, follow = true): Promise<string> {
  return (await readSmallBytes(path, maximumBytes, follow)).toString('utf8');
}

/** The same, for who wants to know whether it is text at all. */
export async function readSmallBytes(path: string, maximumBytes: number, follow = true): Promise<Buffer> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (follow ? 0 : constants.O_NOFOLLOW);
  try {
    await using file = await open(path, flags);
    if (!(await file.stat()).isFile()) throw new SmallFileError('NOT_A_FILE');
    const chunks: Buffer[] = [];
    const buffer = Buffer.allocUnsafe(64 * 1024);
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return Buffer.concat(chunks);
      size += bytesRead;
      if (size > maximumBytes) throw new SmallFileError('TOO_LARGE');
      // A copy: the kernel hands out a page at a time, and there may be thousands.
      chunks.push(Buffer.from(buffer.subarray(0, bytesRead)));
    }
  } catch (error) {
    throw error instanceof SmallFileError ? error : new SmallFileError(errorCode(error, 'unknown'));
  }
}

/** The same; `null` when it cannot be read. */
export async function readSmallFileOrNull(path: string, maximumBytes: number): Promise<string | null> {
  try {
    return await readSmallFile(path, maximumBytes);
  } catch {
    return null;
  }
}
