import type { ProcessRecord } from '../../model/process.js';
import type { ProcessReport } from '../../report/types.js';
import type { HostView } from '../host-view.js';
import { containerNames } from './container-names.js';
import { cgroupPathOf, commandOf, insideUid, missingReason } from './describe.js';
import { reportEngineProcesses } from './engine-processes.js';
import type { ProcessMap } from './process-map.js';
import { startedAt } from './start-time.js';

/** Somebody looked for processes: on this host, or the engine told of them. */
export function processesCollected({ processes, engine }: HostView): boolean {
  return processes !== null || (engine?.live ?? null) !== null;
}

/**
 * The processes of containers and of pid namespaces that are no container's, what watches containers from the host, and
 * the ancestors of all these; ascending by pid. A `parentPid` that is not `null` is in the list, and no chain of them
 * goes round in a circle. Where the engine is on another host, what it tells of its containers' processes.
 */
export function reportProcesses(view: HostView): ProcessReport[] {
  const map = view.processes;
  if (map === null) return reportEngineProcesses(view);
  return [...rolesOf(map)]
    .map(([process, role]) => reportProcess(map, process, role))
    .sort((left, right) => left.hostPid - right.hostPid);
}

type Role = ProcessReport['role'];

function rolesOf(map: ProcessMap): Map<ProcessRecord, Role> {
  const roles = new Map<ProcessRecord, Role>();
  for (const process of map.byPid.values()) {
    const role = ownRole(map, process);
    if (role !== null) roles.set(process, role);
  }
  // What is added on the way has no ancestors left to add.
  for (const process of roles.keys()) {
    let parent = map.parents.get(process.pid);
    while (parent !== undefined && !roles.has(parent)) {
      roles.set(parent, 'host');
      parent = map.parents.get(parent.pid);
    }
  }
  return roles;
}

/** `null` for a process of the host, which is listed only where it is an ancestor of another one. */
function ownRole(map: ProcessMap, process: ProcessRecord): Role | null {
  if (map.owners.has(process.pid)) return 'container';
  if (map.watches.has(process.pid)) return 'monitor';
  return map.nested(process) ? 'namespace' : null;
}

function reportProcess(map: ProcessMap, process: ProcessRecord, role: Role): ProcessReport {
  const { table } = map;
  const owner = map.owners.get(process.pid);
  const watch = role === 'monitor' ? map.watches.get(process.pid) : undefined;
  const inside = role === 'container' || role === 'namespace';
  const containerUid = inside ? insideUid(table, process) : null;
  const started = startedAt(table, process);
  return {
    hostPid: process.pid,
    nsPids: [...process.nsPids],
    parentPid: map.parents.get(process.pid)?.pid ?? null,
    role,
    containerId: owner?.containerId ?? null,
    ...containerNames(owner === undefined ? undefined : map.known.get(owner.containerId)),
    watches: watch?.containerId ?? null,
    runtime: owner?.runtime ?? watch?.runtime ?? null,
    foundBy: owner?.foundBy ?? (watch === undefined ? null : foundMonitorBy(process)),
    entry: map.entry(process),
    pidNamespace: process.namespaces?.pid ?? null,
    comm: process.comm,
    command: commandOf(process),
    hostUid: process.uid,
    hostUser: table.userNames.get(process.uid) ?? null,
    containerUid,
    state: process.state,
    kernelThread: process.kernelThread,
    rssBytes: process.rssBytes,
    threads: process.threads,
    startedAt: started,
    cgroupPath: cgroupPathOf(process),
    unmeasuredReason: missingReason(process, table, {
      startedAt: started,
      uidMissing: inside && containerUid === null,
    }),
  };
}

function foundMonitorBy({ container }: ProcessRecord): 'cgroup' | 'command-line' {
  return container?.monitor === true ? 'cgroup' : 'command-line';
}
