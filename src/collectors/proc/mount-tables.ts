import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readlinkSync } from 'node:fs';
import { parseMountInfo } from '../../formats/mountinfo.js';
import { errorCode } from '../error-code.js';
import { readSmallFile, SmallFileError } from './daemon-files.js';
import { type MountTable, mountTable } from './mount-table.js';

/** The mounts of a host, by mount namespace. */
export interface MountTables {
  readonly own: MountTable;
  /** By namespace, bilge's own included; only those that could be read. */
  readonly tables: ReadonlyMap<string, MountTable>;
  /** Namespace of each process that could be looked at. */
  readonly namespaces: ReadonlyMap<number, string>;
  /** Processes whose namespace, or its mounts, could not be read. */
  readonly unreadable: ReadonlySet<number>;
}

const MAX_MOUNTINFO = 64 * 1024 * 1024;
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EINVAL']);

/** Whether a failure in `/proc/PID` means that the process has ended. A zombie has no mounts (`EINVAL`). */
export function isGone(code: string): boolean {
  return GONE.has(code);
}

/** `mnt:[4026531841]`. */
function inodeOf(link: string): string | null {
  return /^mnt:\[(\d+)\]$/.exec(link)?.[1] ?? null;
}

/** One whose root is the namespace's own sees all of its mounts; one in a chroot those below it, by other names. */
function wholeFirst(procRoot: string, pids: readonly number[]): number[] {
  const isWhole = (pid: number): boolean => {
    try {
      return readlinkSync(join(procRoot, String(pid), 'root')) === '/';
    } catch {
      return false;
    }
  };
  const whole = pids.find(isWhole);
  return whole === undefined ? [...pids] : [whole, ...pids.filter((pid) => pid !== whole)];
}

async function readTable(
  procRoot: string,
  namespace: string,
  pids: readonly number[],
  ownNamespace: string | null,
): Promise<MountTable | null> {
  for (const pid of wholeFirst(procRoot, pids)) {
    try {
      const text = await readSmallFile(join(procRoot, String(pid), 'mountinfo'), MAX_MOUNTINFO);
      return mountTable(namespace, pid, namespace === ownNamespace, parseMountInfo(text));
    } catch (error) {
      if (!(error instanceof SmallFileError)) throw error;
    }
  }
  return null;
}

/** Reads the mounts of every mount namespace, each once: thousands of processes share few. */
export async function readMountTables(
  procRoot: string,
  pids: readonly number[],
  signal?: AbortSignal,
): Promise<MountTables> {
  const ownNamespace = inodeOf(await readlink(join(procRoot, 'self/ns/mnt')).catch(() => '')) ?? 'own';
  const ownText = await readSmallFile(join(procRoot, 'self/mountinfo'), MAX_MOUNTINFO).catch(() => '');
  const own = mountTable(ownNamespace, process.pid, true, parseMountInfo(ownText));
  const namespaces = new Map<number, string>();
  const members = new Map<string, number[]>();
  const unreadable = new Set<number>();
  for (const [index, pid] of pids.entries()) {
    if (index % 256 === 0) {
      signal?.throwIfAborted();
      await setImmediate();
    }
    try {
      // In memory and never waits: a call through the thread pool costs ten times as much.
      const namespace = inodeOf(readlinkSync(join(procRoot, String(pid), 'ns/mnt')));
      if (namespace === null) continue;
      namespaces.set(pid, namespace);
      const some = members.get(namespace);
      if (some === undefined) members.set(namespace, [pid]);
      else some.push(pid);
    } catch (error) {
      if (!isGone(errorCode(error))) unreadable.add(pid);
    }
  }
  const tables = new Map([[own.namespace, own]]);
  for (const [namespace, some] of members) {
    signal?.throwIfAborted();
    if (tables.has(namespace)) continue;
    const table = await readTable(procRoot, namespace, some, ownNamespace);
    if (table !== null) tables.set(namespace, table);
    else for (const pid of some) if (!isGoneProcess(procRoot, pid)) unreadable.add(pid);
  }
  return { own, tables, namespaces, unreadable };
}

function isGoneProcess(procRoot: string, pid: number): boolean {
  try {
    readlinkSync(join(procRoot, String(pid), 'ns/mnt'));
    return false;
  } catch (error) {
    return isGone(errorCode(error));
  }
}
