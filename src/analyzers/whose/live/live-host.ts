import type { ContainerReport, ProcessReport } from '../../../report/types.js';
import type { ProcessRecord } from '../../../model/process.js';
import { isRunning } from '../../host-view.js';
import type { HostContainer } from '../../merge-records.js';
import { containerHolder } from '../holders.js';
import type { Holder } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';
import { type EndpointPlace, endpointPlaces } from './endpoint-place.js';

/** A process as the report and the proc filesystem have it: one of the two at least. */
export interface LiveProcess {
  readonly pid: number;
  readonly report: ProcessReport | null;
  readonly record: ProcessRecord | null;
}

/** What runs on a host and what connects it, joined once for all keys. */
export class LiveHost {
  readonly host: WhoseHost;
  readonly processes: ReadonlyMap<number, LiveProcess>;
  readonly endpoints: readonly EndpointPlace[];
  readonly #containers = new Map<string, HostContainer>();
  readonly #endpoints: ReadonlyMap<string | null, readonly EndpointPlace[]>;
  readonly #reports = new Map<string, ContainerReport>();
  readonly #depths: ReadonlyMap<string, number>;

  constructor(host: WhoseHost) {
    this.host = host;
    const records = host.view.inventory.processes?.processes ?? [];
    const processes = new Map<number, LiveProcess>(
      records.map((record) => [record.pid, { pid: record.pid, report: null, record }]),
    );
    for (const report of host.report.processes) {
      const pid = report.hostPid;
      processes.set(pid, { pid, report, record: processes.get(pid)?.record ?? null });
    }
    this.processes = processes;
    this.endpoints = endpointPlaces(host.report);
    this.#endpoints = Map.groupBy(this.endpoints, ({ container }) => container?.id ?? null);
    for (const container of host.view.containers) {
      const { id, status } = container.record;
      const known = this.#containers.get(id);
      // A copy of a data root has the same container, and there it does not run.
      if (known === undefined || (!isRunning(known.record.status) && isRunning(status))) {
        this.#containers.set(id, container);
      }
    }
    for (const container of this.#containers.values()) {
      const report = host.containerReport(container);
      if (report !== undefined) this.#reports.set(report.id, report);
    }
    this.#depths = depthsOf(host.report.processes);
  }

  container(id: string): HostContainer | undefined {
    return this.#containers.get(id);
  }

  /** Reports of the containers, one of each id. */
  get containers(): readonly ContainerReport[] {
    return [...this.#reports.values()];
  }

  containerReport(id: string): ContainerReport | undefined {
    return this.#reports.get(id);
  }

  endpointsOf(containerId: string): readonly EndpointPlace[] {
    return this.#endpoints.get(containerId) ?? [];
  }

  /**
   * The id of a process in the pid namespace of its container: that of the container's first process, so that what the
   * container puts into namespaces of its own keeps the id that `ps` in the container shows.
   */
  pidInside({ report }: LiveProcess): number | null {
    if (report?.containerId == null || report.role !== 'container') return null;
    return report.nsPids[this.#depths.get(report.containerId) ?? 1] ?? null;
  }

  /** A container as a holder; one that no engine told of by what the process list has of it. */
  holder(id: string, name: string | null, how: string): Holder {
    const known = this.#containers.get(id);
    if (known !== undefined) return containerHolder(this.host, known, how);
    return { kind: 'container', id, name, how, hidden: null };
  }

  processHolder(pid: number, how: string): Holder {
    const known = this.processes.get(pid);
    const name = known?.report?.comm ?? known?.record?.comm ?? null;
    return { kind: 'process', id: String(pid), name, how, hidden: null };
  }

  /** Containers that have an endpoint in a network. */
  holdersOfNetwork(networkId: string): Holder[] {
    const ids = new Map<string, string | null>();
    for (const { networkId: id, container } of this.endpoints) {
      if (id === networkId && container !== null) ids.set(container.id, container.name);
    }
    return [...ids].map(([id, name]) => this.holder(id, name, 'has an endpoint in it'));
  }
}

const made = new WeakMap<WhoseHost, LiveHost>();

/** What runs on a host: joined when it is asked for first. */
export function liveOf(host: WhoseHost): LiveHost {
  const live = made.get(host) ?? new LiveHost(host);
  made.set(host, live);
  return live;
}

/** How deep the pid namespace of each container lies below the reader's: that of its first process, where it is seen. */
function depthsOf(processes: readonly ProcessReport[]): Map<string, number> {
  const depths = new Map<string, number>();
  const first = new Set<string>();
  for (const { containerId, role, entry, nsPids } of processes) {
    if (containerId === null || role !== 'container' || nsPids.length === 0 || first.has(containerId))
      continue;
    const depth = nsPids.length - 1;
    if (entry === 'init') first.add(containerId);
    depths.set(containerId, entry === 'init' ? depth : Math.min(depth, depths.get(containerId) ?? depth));
  }
  return depths;
}
