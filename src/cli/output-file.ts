import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './exit.js';

/**
 * Says that a file cannot be written before the work that fills it is done. One that is not there yet is as writable as
 * its directory.
 * @param what that the file is to hold, such as "the report".
 */
export async function assertWritable(path: string, what: string): Promise<void> {
  const target = (await stat(path).catch(() => null)) === null ? dirname(path) : path;
  await access(target, constants.W_OK).catch((error: unknown) => {
    throw notWritten(path, what, error);
  });
}

function notWritten(path: string, what: string, error: unknown): UsageError {
  const why = error instanceof Error ? error.message : String(error);
  return new UsageError(`${what} could not be written to ${path}: ${why}`);
}

/** Writes a file anew. @throws UsageError where that cannot be */
export async function writeOutput(path: string, what: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'w');
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw notWritten(path, what, error);
  }
}
