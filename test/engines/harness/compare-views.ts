import type { ProcessReport } from '../../../src/report/types.js';
import type { InsideProcess } from './inside-view.js';

/** A process as it is seen from a pid namespace. */
export interface Seen {
  readonly pid: number;
  readonly parentPid: number;
  readonly comm: string;
  readonly command: string;
  readonly zombie: boolean;
}

/** What nsenter(1) saw, in the words of the report. */
export function seenInside({ pid, parentPid, comm, zombie, args }: InsideProcess): Seen {
  const living = args.length === 0 ? `[${comm}]` : args.join(' ');
  return { pid, parentPid, comm, zombie, command: zombie ? `[${comm}] <defunct>` : living };
}

/**
 * What bilge's records say of a pid namespace at this depth below the host's, ascending by the pid there. A parent in a
 * namespace further out is 0 to those inside.
 * @param records of one line of namespaces, each in the one before
 */
export function recordedInside(records: readonly ProcessReport[], depth: number): readonly Seen[] {
  const byPid = new Map(records.map((record) => [record.hostPid, record]));
  return records
    .filter(({ nsPids }) => nsPids.length > depth)
    .map(({ nsPids, parentPid, comm, command, state }) => ({
      pid: nsPids[depth] ?? Number.NaN,
      parentPid: byPid.get(parentPid ?? -1)?.nsPids[depth] ?? 0,
      comm,
      command,
      zombie: state === 'zombie',
    }))
    .sort((left, right) => left.pid - right.pid);
}
