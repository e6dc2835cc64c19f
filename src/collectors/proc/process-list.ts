import { readdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { ProcReader } from './proc-reader.js';

/** The process ids of a proc filesystem, ascending; none when it cannot be listed. */
export async function processIds(procRoot: string): Promise<number[]> {
  const names = await readdir(procRoot).catch(() => []);
  return names
    .filter((name) => /^[1-9]\d*$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/** Processes between two pauses: about two milliseconds. */
const AT_ONCE = 256;

/** Processes of that name: of the executable file, cut at 15 bytes; the first argument may be anything. */
export async function processesNamed(procRoot: string, name: string): Promise<number[]> {
  const files = new ProcReader();
  const named: number[] = [];
  for (const [index, pid] of (await processIds(procRoot)).entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const comm = files.text(`${procRoot}/${pid}/comm`);
    if (comm.state === 'read' && comm.value.trim() === name) named.push(pid);
  }
  return named;
}
