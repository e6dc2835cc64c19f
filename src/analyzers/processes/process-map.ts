import type { ProcessRecord, ProcessTable } from '../../model/process.js';
import type { HostContainer } from '../merge-records.js';
import { entryOf, type Entry, initsOf } from './entry.js';
import { KnownContainers } from './known-containers.js';
import { type Owner, ownersOf } from './ownership.js';
import { parentsOf } from './parents.js';
import { startedWith } from './start-time.js';
import { type Watch, watchOf } from './watch.js';

/** The processes of the host joined with its containers, once for every analyzer. */
export class ProcessMap {
  readonly table: ProcessTable;
  readonly known: KnownContainers;
  readonly byPid: ReadonlyMap<number, ProcessRecord>;
  /** Parents as far as they are in the table, without links that cannot be true; never in a circle. */
  readonly parents: ReadonlyMap<number, ProcessRecord>;
  /** What watches a container, by pid: some of them may run in a container themselves. */
  readonly watches: ReadonlyMap<number, Watch>;
  /** By pid; the host's processes have none. */
  readonly owners: ReadonlyMap<number, Owner>;
  /** The first process of each container, by its id. */
  readonly inits: ReadonlyMap<string, ProcessRecord>;
  /** How many processes each container has, by its id. */
  readonly counts: ReadonlyMap<string, number>;

  constructor(table: ProcessTable, containers: readonly HostContainer[]) {
    this.table = table;
    this.known = new KnownContainers(containers);
    this.byPid = new Map(table.processes.map((record) => [record.pid, record]));
    this.parents = parentsOf(this.byPid);
    this.watches = watchesOf(this.byPid, this.known);
    this.owners = ownersOf({
      byPid: this.byPid,
      parents: this.parents,
      watches: this.watches,
      known: this.known,
      nested: (record) => this.nested(record),
      startedAs: (record) => this.#startedAs(record),
    });
    this.inits = initsOf(this);
    const counts = new Map<string, number>();
    for (const { containerId } of this.owners.values()) {
      counts.set(containerId, (counts.get(containerId) ?? 0) + 1);
    }
    this.counts = counts;
  }

  /**
   * In another pid namespace than that of the proc filesystem, which is the host's unless the table is partial: then it
   * is that of the container that bilge runs in, and not a foreign one.
   */
  nested({ nsPids, namespaces }: ProcessRecord): boolean {
    if (nsPids.length > 1) return true;
    // Kernels before 4.1 have no NSpid.
    const own = this.table.hostNamespaces?.pid;
    return own !== undefined && namespaces?.pid !== undefined && namespaces.pid !== own;
  }

  /** The record of a container names this process, and it can be that one: pids are used again. */
  isRecordedInit(containerId: string, process: ProcessRecord): boolean {
    const record = this.known.get(containerId)?.record;
    return record?.pid === process.pid && startedWith(this.table, process, record.startedAt);
  }

  entry(process: ProcessRecord): Entry | null {
    return entryOf(this, process);
  }

  #startedAs(process: ProcessRecord): string | null {
    if (process.nsPids.at(-1) !== 1) return null;
    const id = this.known.startedAs(process.pid);
    return id !== null && this.isRecordedInit(id, process) ? id : null;
  }
}

function watchesOf(
  byPid: ReadonlyMap<number, ProcessRecord>,
  known: KnownContainers,
): ReadonlyMap<number, Watch> {
  const watches = new Map<number, Watch>();
  for (const record of byPid.values()) {
    const watch = watchOf(record, known);
    if (watch !== null) watches.set(record.pid, watch);
    else if (record.container?.monitor === true) {
      const { containerId, runtime } = record.container;
      watches.set(record.pid, { containerId, runtime, parentOfContainer: true });
    }
  }
  return watches;
}
