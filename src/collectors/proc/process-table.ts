import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseMountInfo } from '../../formats/mountinfo.js';
import { parsePasswd } from '../../formats/passwd.js';
import type { Problem } from '../../model/problem.js';
import type { NamespaceInodes, ProcessRecord, ProcessTable } from '../../model/process.js';
import { bootTime, TICKS_PER_SECOND, timeAfterBoot } from './boot-time.js';
import { readSmallFileOrNull } from './daemon-files.js';
import { ProcReader } from './proc-reader.js';
import { processIds } from './process-list.js';
import { namespaceInode } from './process-namespaces.js';
import { ProcessReader } from './process-reader.js';
import { hidesProcesses } from './visible-processes.js';

/** How long other work waits at most while processes are read, about. */
const SLICE_MS = 10;

const MAX_TEXT = 64 * 1024 * 1024;

/** Every id is itself: how a user namespace looks from within. */
const IDENTITY = [{ inside: 0, outside: 0, length: 2 ** 32 - 1 }];

export interface ProcessTableOptions {
  /** Where a proc filesystem is mounted, or a directory like one; `/proc`. */
  readonly procRoot?: string | undefined;
  /** Names of the host's users; `/etc/passwd`. */
  readonly passwdFile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The table; `null` with a problem when the processes could not be listed. */
export interface CollectedProcessTable {
  readonly table: ProcessTable | null;
  readonly problems: readonly Problem[];
}

function unlisted(procRoot: string): Problem {
  return {
    source: 'proc',
    code: 'processes-unlisted',
    message: 'the processes of this host could not be listed',
    path: procRoot,
    missing: 'processes, and what is read of them',
    hint: 'mount a proc filesystem there',
  };
}

function malformed(procRoot: string, pids: readonly number[]): Problem {
  const [first = 0] = pids;
  return {
    source: 'proc',
    code: 'process-malformed',
    message: `${pids.length === 1 ? '1 process is' : `${pids.length} processes are`} not described as the kernel does it`,
    path: join(procRoot, String(first)),
    missing: pids.length === 1 ? 'this process' : 'these processes',
    hint: null,
  };
}

/** Namespaces of the first process; where they may not be seen those of a thread of the kernel, which are the same. */
function hostNamespaces(processes: readonly ProcessRecord[]): NamespaceInodes | null {
  const first = processes.find((one) => (one.pid === 1 || one.kernelThread) && one.namespaces !== null);
  return first?.namespaces ?? null;
}

/** A host has thousands of mounts, one or two of them of a proc filesystem. */
async function isPartial(procRoot: string): Promise<boolean> {
  const text = (await readSmallFileOrNull(join(procRoot, 'self/mountinfo'), MAX_TEXT)) ?? '';
  const lines = text.split('\n').filter((line) => line.includes(' - proc '));
  return hidesProcesses(procRoot, parseMountInfo(lines.join('\n')));
}

async function userNames(file: string): Promise<ReadonlyMap<number, string>> {
  const entries = parsePasswd((await readSmallFileOrNull(file, MAX_TEXT)) ?? '');
  // The first entry of an id is its name, as getpwuid(3) has it.
  return new Map(entries.toReversed().map(({ uid, name }) => [uid, name]));
}

function ownUserNamespace(procRoot: string): number | null {
  try {
    return namespaceInode(readlinkSync(join(procRoot, 'self/ns/user')));
  } catch {
    return null;
  }
}

/**
 * The processes of a host from `/proc` alone. One that ends meanwhile is absent; what is there is of one process,
 * also when numbers are used again. Other work goes on in between.
 *
 * @throws the signal's reason when it is aborted
 */
export async function collectProcessTable(options: ProcessTableOptions = {}): Promise<CollectedProcessTable> {
  const { procRoot = '/proc', passwdFile = '/etc/passwd', signal } = options;
  const takenAt = new Date().toISOString();
  const pids = await processIds(procRoot);
  if (pids.length === 0) return { table: null, problems: [unlisted(procRoot)] };
  const reader = new ProcessReader(procRoot, new ProcReader());
  // Its map tells of the namespace around it; but all ids here are read as this one sees them.
  const own = ownUserNamespace(procRoot);
  if (own !== null) reader.userMaps.set(own, IDENTITY);
  const processes: ProcessRecord[] = [];
  const odd: number[] = [];
  let sliceEnds = 0;
  for (const pid of pids) {
    if (performance.now() >= sliceEnds) {
      await setImmediate();
      signal?.throwIfAborted();
      sliceEnds = performance.now() + SLICE_MS;
    }
    const seen = reader.read(pid);
    if (seen.state === 'read') processes.push(seen.value);
    else if (seen.state === 'malformed') odd.push(pid);
  }
  const booted = await bootTime(procRoot);
  const table: ProcessTable = {
    takenAt,
    bootedAt: booted === null ? null : timeAfterBoot(booted, 0),
    ticksPerSecond: TICKS_PER_SECOND,
    processes,
    hostNamespaces: hostNamespaces(processes),
    userMaps: reader.userMaps,
    userNames: await userNames(passwdFile),
    partial: await isPartial(procRoot),
    deniedCount: reader.deniedCount,
  };
  return { table, problems: odd.length === 0 ? [] : [malformed(procRoot, odd)] };
}
