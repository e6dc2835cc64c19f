import type { ProcessRecord } from '../../model/process.js';
import type { Owner } from './ownership.js';

/** How a process came into its container. */
export type Entry = 'init' | 'exec' | 'child';

/** What is looked at to tell. */
interface Family {
  readonly byPid: ReadonlyMap<number, ProcessRecord>;
  readonly parents: ReadonlyMap<number, ProcessRecord>;
  readonly owners: ReadonlyMap<number, Owner>;
  readonly inits: ReadonlyMap<string, ProcessRecord>;
  nested(process: ProcessRecord): boolean;
  isRecordedInit(containerId: string, process: ProcessRecord): boolean;
}

/**
 * `null`: its parent was not seen. With `--pid=host` a process whose parent has ended looks like an exec'ed one: both
 * are children of the shim then, as the first process is.
 */
export function entryOf(family: Family, process: ProcessRecord): Entry | null {
  const owner = family.owners.get(process.pid);
  if (owner === undefined) return null;
  if (family.inits.get(owner.containerId) === process) return 'init';
  const parent = family.parents.get(process.pid);
  if (parent === undefined) return process.parentPid === 0 ? 'exec' : null;
  return isOf(family, parent, owner.containerId) ? 'child' : 'exec';
}

/**
 * The first process of every container: of those that came in from outside the one that is number 1 of the container's
 * own pid namespace; without such a namespace (`--pid=host`, `--pid=container:X`) the one that the container's record
 * names, or else the oldest.
 */
export function initsOf(family: Omit<Family, 'inits'>): Map<string, ProcessRecord> {
  const inits = new Map<string, { readonly process: ProcessRecord; readonly rank: readonly number[] }>();
  for (const [pid, { containerId }] of family.owners) {
    const process = family.byPid.get(pid);
    const parent = family.parents.get(pid);
    if (process === undefined || (parent !== undefined && isOf(family, parent, containerId))) continue;
    const rank = rankOf(family, process, containerId);
    const best = inits.get(containerId);
    if (best === undefined || isBelow(rank, best.rank)) inits.set(containerId, { process, rank });
  }
  return new Map([...inits].map(([id, { process }]) => [id, process]));
}

/** The lower, the more likely it is the first process. */
function rankOf(
  family: Omit<Family, 'inits'>,
  process: ProcessRecord,
  containerId: string,
): readonly number[] {
  const { nsPids, startTicks, pid } = process;
  const first = family.nested(process) && nsPids.at(-1) === 1;
  const recorded = family.isRecordedInit(containerId, process);
  return [first ? nsPids.length : Number.MAX_SAFE_INTEGER, recorded ? 0 : 1, startTicks, pid];
}

function isBelow(left: readonly number[], right: readonly number[]): boolean {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    if (value !== other) return value < other;
  }
  return false;
}

function isOf({ owners }: Pick<Family, 'owners'>, process: ProcessRecord, containerId: string): boolean {
  return owners.get(process.pid)?.containerId === containerId;
}
