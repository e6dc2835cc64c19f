import type { ExecutionContext } from 'ava';
import { lstatSync } from 'node:fs';
import type { LeftoverReport, Report } from '../../../src/report/types.js';
import { duAllocated, duInodes } from '../harness/disk-usage.js';
import { until } from '../harness/until.js';

/** A leftover that a test has made, and what must be said of it. */
export interface Planted {
  readonly kind: LeftoverReport['kind'];
  /** Where it is reported; `null`: by its key alone. */
  readonly path: string | null;
  readonly key?: string;
  /** Everything that belongs to it, absolute. */
  readonly places: readonly string[];
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isReportOf(planted: Planted, { kind, path, key }: LeftoverReport): boolean {
  if (kind !== planted.kind) return false;
  return planted.path === null ? key === planted.key : path === planted.path;
}

function nameOf({ kind, path, key }: Planted | LeftoverReport): string {
  return `${kind} ${path ?? key ?? ''}`;
}

/** Every planted leftover is found once, with the bytes and inodes that du counts, and nothing else is. */
export async function assertFound(
  t: ExecutionContext,
  report: Report,
  planted: readonly Planted[],
): Promise<void> {
  for (const one of planted) {
    const found = report.leftovers.filter((leftover) => isReportOf(one, leftover));
    t.is(found.length, 1, `${nameOf(one)} among ${report.leftovers.map(nameOf).join(', ')}`);
    const places = one.places.filter(isThere);
    t.is(found[0]?.allocatedBytes, await duAllocated(...places), nameOf(one));
    t.is(found[0]?.inodes, await duInodes(...places), nameOf(one));
    t.true((found[0]?.evidence.length ?? 0) > 0);
    t.true((found[0]?.removal.length ?? 0) > 0);
  }
  const unexpected = report.leftovers.filter((leftover) => !planted.some((one) => isReportOf(one, leftover)));
  t.deepEqual(unexpected.map(nameOf), [], 'false alarms');
}

/** The kernel tells when it booted, and so when a process started, to the second: what is older must be older than that. */
export async function clockTick(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  await until('two seconds to begin', () => Math.floor(Date.now() / 1000) >= second + 2, 5000);
}
