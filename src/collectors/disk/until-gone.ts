import { lstat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../error-code.js';

const PAUSE_MS = 100;

/**
 * Waits until nothing is at any of these paths, or the time is over. Who may not look cannot wait: that counts as gone.
 * @returns whether all of them were gone in time.
 */
export async function untilGone(paths: readonly string[], limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  let left: readonly string[] = paths;
  for (;;) {
    const there: string[] = [];
    for (const path of left) if (await isThere(path)) there.push(path);
    if (there.length === 0) return true;
    if (performance.now() >= deadline) return false;
    left = there;
    await delay(PAUSE_MS);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    return !['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '');
  }
}
