import type { ContainerReport } from '../../report/types.js';
import { type HostView, isRunning } from '../host-view.js';
import type { HostContainer } from '../merge-records.js';
import { toldCounts } from '../processes/engine-processes.js';
import { KnownContainers } from '../processes/known-containers.js';
import { NamespaceIndex } from './namespaces.js';
import { risksOf } from './risks.js';

const NONE: ReadonlyMap<string, number> = new Map();

/** What a container's record says of its processes and of how far it is apart from the host. */
export type IsolationReport = Pick<ContainerReport, 'processes' | 'namespaces' | 'risks'>;

/** Joins containers with their processes once, and answers for each of them. */
export function isolationOf(view: HostView): (container: HostContainer) => IsolationReport {
  const known = view.processes?.known ?? new KnownContainers(view.containers);
  const index = view.processes === null ? null : new NamespaceIndex(view.processes);
  const counts = view.processes?.counts ?? toldCounts(view);
  const facts = view.engine?.facts;
  const host = {
    dataRoots: view.roots.flatMap(({ inventory }) =>
      inventory.kind === 'data-root' ? [inventory.path] : [],
    ),
    engineSockets: [facts?.endpoint, facts?.containerdAddress].flatMap((address) =>
      socketPath(address ?? null),
    ),
    usersRemapped: facts?.usernsRemap === true,
    nameOf: (id: string) => known.get(id)?.record.name ?? id,
  };
  return (container) => {
    const { record } = container;
    // Of several records with one id (a copy of a data root) the processes are those of one.
    const runs = known.get(record.id) === container;
    const namespaces = runs ? (index?.of(record.id) ?? []) : [];
    const isolation = record.settings?.isolation ?? null;
    return {
      processes: countOf(view, container, runs ? counts : NONE),
      namespaces,
      risks: risksOf({ isolation, mounts: record.mounts, namespaces, ...host }),
    };
  };
}

/**
 * How many processes a container has; 0 is said only where all processes of the host are seen, or where the engine says
 * that it does not run.
 */
function countOf(
  view: HostView,
  container: HostContainer,
  counts: ReadonlyMap<string, number> | null,
): number | null {
  if (counts === null) return null;
  const count = counts.get(container.record.id);
  if (count !== undefined) return count;
  const stopped = container.statusSource === 'engine' && !isRunning(container.record.status);
  return stopped || view.processes?.table.partial === false ? 0 : null;
}

/** The path of an address that is a socket on this host. */
function socketPath(address: string | null): string[] {
  const path = address?.replace(/^unix:\/\//, '');
  return path?.startsWith('/') === true ? [path] : [];
}
