import { join } from 'node:path';
import { parseProcessStat } from '../../formats/proc-stat.js';
import { readSmallFileOrNull } from './daemon-files.js';

/** Clock ticks a second in `/proc`, `USER_HZ`: 100 on every architecture that engines run on. */
const TICKS_PER_SECOND = 100;

/** A host with thousands of cores and interrupts. */
const MAX_STAT = 16 * 1024 * 1024;

const BOOTED = /^btime (\d{1,12})$/m;

/**
 * When a process was started, RFC 3339; `null` when it has ended or `/proc` does not say. `btime` is in whole seconds
 * (proc_stat(5)), cut off: the time is up to a second early, never late.
 */
export async function processStart(procRoot: string, pid: number): Promise<string | null> {
  const stat = await readSmallFileOrNull(join(procRoot, String(pid), 'stat'), 64 * 1024);
  const own = stat === null ? null : parseProcessStat(stat);
  if (own === null) return null;
  const booted = BOOTED.exec((await readSmallFileOrNull(join(procRoot, 'stat'), MAX_STAT)) ?? '')?.[1];
  if (booted === undefined) return null;
  const ms = Number(booted) * 1000 + Math.floor((own.startTime * 1000) / TICKS_PER_SECOND);
  return ms <= LAST_MS ? new Date(ms).toISOString() : null;
}

/** The last moment that RFC 3339 can write. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
