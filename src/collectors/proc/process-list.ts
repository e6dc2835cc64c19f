import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '../engine/concurrency.js';

/** The process ids of a proc filesystem, ascending; none when it cannot be listed. */
export async function processIds(procRoot: string): Promise<number[]> {
  const names = await readdir(procRoot).catch(() => []);
  return names
    .filter((name) => /^[1-9]\d*$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/** Processes of that name: of the executable file, cut at 15 bytes; the first argument may be anything. */
export async function processesNamed(procRoot: string, name: string): Promise<number[]> {
  // Some at a time: each holds a file descriptor.
  const named = await mapConcurrently(await processIds(procRoot), 64, async (pid) => {
    const comm = await readFile(join(procRoot, String(pid), 'comm'), 'utf8').catch(() => '');
    return comm.trim() === name ? pid : null;
  });
  return named.filter((pid) => pid !== null);
}
