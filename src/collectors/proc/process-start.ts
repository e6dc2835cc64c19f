import { join } from 'node:path';
import { parseProcessStat } from '../../formats/proc-stat.js';
import { bootTime, timeAfterBoot } from './boot-time.js';
import { readSmallFileOrNull } from './daemon-files.js';

/**
 * When a process was started, RFC 3339; `null` when it has ended or `/proc` does not say. Up to a second early, never
 * late, as the start of the machine is.
 */
export async function processStart(procRoot: string, pid: number): Promise<string | null> {
  const stat = await readSmallFileOrNull(join(procRoot, String(pid), 'stat'), 64 * 1024);
  const own = stat === null ? null : parseProcessStat(stat);
  if (own === null) return null;
  const booted = await bootTime(procRoot);
  return booted === null ? null : timeAfterBoot(booted, own.startTime);
}
