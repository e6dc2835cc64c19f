import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type MappedFile, parseMappedFiles } from '../../formats/proc-maps.js';
import { parseProcessStat } from '../../formats/proc-stat.js';
import type { HoldingProcess } from '../../model/holdings.js';
import { mapConcurrently } from '../engine/concurrency.js';
import { errorCode } from '../error-code.js';
import { readSmallFile, readSmallFileOrNull, SmallFileError } from './daemon-files.js';
import { isGone } from './mount-tables.js';

/** What could be read of a process: `gone` where it has ended, `denied` where this user may not look. */
export type Seen<T> = { readonly state: 'read'; readonly value: T } | { readonly state: 'gone' | 'denied' };

/** An open file descriptor and what its link says. */
export interface Descriptor {
  readonly fd: number;
  readonly link: string;
}

/** A process with half a million mappings has about this much to say. */
const MAX_MAPS = 64 * 1024 * 1024;
const AT_ONCE = 16;

function failed(code: string): { readonly state: 'gone' | 'denied' } {
  return { state: isGone(code) ? 'gone' : 'denied' };
}

/**
 * The links of `/proc/PID/fd`. These calls are answered from memory and never wait, so they are made at once: through
 * the thread pool each costs ten times as much. Descriptors closed meanwhile are left out.
 */
export function descriptorsOf(processDirectory: string): Seen<readonly Descriptor[]> {
  const directory = join(processDirectory, 'fd');
  const value: Descriptor[] = [];
  try {
    for (const name of readdirSync(directory)) {
      const link = linkOf(`${directory}/${name}`);
      if (link.state === 'denied') return link;
      if (link.state === 'read') value.push({ fd: Number(name), link: link.value });
    }
  } catch (error) {
    return failed(errorCode(error));
  }
  return { state: 'read', value };
}

/** Where one link of `/proc/PID` leads. */
export function linkOf(path: string): Seen<string> {
  try {
    return { state: 'read', value: readlinkSync(path) };
  } catch (error) {
    return failed(errorCode(error));
  }
}

/** The files mapped into a process. Waits for the lock of its memory, unlike the others. */
export async function mappingsOf(processDirectory: string): Promise<Seen<readonly MappedFile[]>> {
  // A thread of the kernel and a zombie have no program, and no memory to wait for.
  if (linkOf(join(processDirectory, 'exe')).state === 'gone') return { state: 'read', value: [] };
  try {
    const text = await readSmallFile(join(processDirectory, 'maps'), MAX_MAPS);
    return { state: 'read', value: parseMappedFiles(text) };
  } catch (error) {
    if (!(error instanceof SmallFileError)) throw error;
    return failed(error.code);
  }
}

/** Name and start time of a process; `null` when it has ended. */
export async function identify(procRoot: string, pid: number): Promise<HoldingProcess | null> {
  const text = await readSmallFileOrNull(join(procRoot, String(pid), 'stat'), 64 * 1024);
  const stat = text === null ? null : parseProcessStat(text);
  return stat === null ? null : { pid, comm: stat.comm, startTime: stat.startTime };
}

/**
 * Visits every process, some at a time, and lets other work go on in between.
 * @throws the signal's reason when it is aborted
 */
export async function visitProcesses(
  pids: readonly number[],
  signal: AbortSignal | undefined,
  visit: (pid: number) => Promise<void>,
): Promise<void> {
  await mapConcurrently(pids, AT_ONCE, async (pid) => {
    signal?.throwIfAborted();
    await setImmediate();
    await visit(pid);
  });
}
