import { join } from 'node:path';
import { readSmallFileOrNull } from './daemon-files.js';

/** Clock ticks a second in `/proc`, `USER_HZ`: 100 on every architecture that engines run on. */
export const TICKS_PER_SECOND = 100;

/** A host with thousands of cores and interrupts. */
const MAX_STAT = 16 * 1024 * 1024;

const BOOTED = /^btime (\d{1,12})$/m;

/** The last moment that RFC 3339 can write. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * When the machine was started, in milliseconds since 1970; `null` when `/proc` does not say. `btime` is in whole
 * seconds (proc_stat(5)), cut off: the time is up to a second early, never late.
 */
export async function bootTime(procRoot: string): Promise<number | null> {
  const booted = BOOTED.exec((await readSmallFileOrNull(join(procRoot, 'stat'), MAX_STAT)) ?? '')?.[1];
  const ms = Number(booted) * 1000;
  return ms <= LAST_MS ? ms : null;
}

/** A moment so many clock ticks after the start of the machine, RFC 3339; `null` past the last one it can write. */
export function timeAfterBoot(bootedMs: number, ticks: number): string | null {
  const ms = bootedMs + Math.floor((ticks * 1000) / TICKS_PER_SECOND);
  return ms <= LAST_MS ? new Date(ms).toISOString() : null;
}
