import { readdir } from 'node:fs/promises';

/** The process ids of a proc filesystem, ascending; none when it cannot be listed. */
export async function processIds(procRoot: string): Promise<number[]> {
  const names = await readdir(procRoot).catch(() => []);
  return names
    .filter((name) => /^[1-9]\d*$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}
