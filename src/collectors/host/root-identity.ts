import { stat } from 'node:fs/promises';

/** Device and inode of a directory: one directory has one, whatever path leads to it. `null` where it is not seen. */
export async function rootIdentity(path: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}
