import { closeSync, constants, openSync, readSync } from 'node:fs';

/**
 * Reads a file of `/proc` or `/sys` at once: the kernel answers from memory and never waits, and there are thousands,
 * each of which costs ten times as much through the thread pool. Cut at `maximumBytes`; `null` when it cannot be read.
 */
export function readKernelText(path: string, maximumBytes: number): string | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const chunks: Buffer[] = [];
    for (let size = 0; size < maximumBytes;) {
      const chunk = Buffer.allocUnsafe(Math.min(64 * 1024, maximumBytes - size));
      const bytes = readSync(descriptor, chunk);
      if (bytes === 0) break;
      chunks.push(chunk.subarray(0, bytes));
      size += bytes;
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** A number that the kernel wrote in one line; `null` when there is none. */
export function readKernelNumber(path: string): number | null {
  const text = readKernelText(path, 64)?.trim() ?? '';
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}
