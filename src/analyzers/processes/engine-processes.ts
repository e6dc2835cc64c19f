import type { EngineLive, EngineProcess } from '../../model/engine-processes.js';
import { processState } from '../../model/process-state.js';
import type { ProcessReport } from '../../report/types.js';
import type { HostView } from '../host-view.js';
import { containerNames } from './container-names.js';
import { KnownContainers } from './known-containers.js';
import { parentsOf } from './parents.js';
import { timeOf } from './start-time.js';

const REASON =
  'told by the engine: the processes of its host cannot be read here, so ids inside, namespaces and control groups are not known';

/** What an engine elsewhere tells of the processes of its containers; empty when it was not asked. */
export function reportEngineProcesses(view: HostView): ProcessReport[] {
  const known = new KnownContainers(view.containers);
  const byPid = toldProcesses(view.engine?.live ?? null);
  const parents = parentsOf(byPid);
  return [...byPid.values()]
    .map((process) => reportProcess(process, parents.get(process.pid), known))
    .sort((left, right) => left.hostPid - right.hostPid);
}

/** How many processes each container has, by its id; `null` when the engine was not asked. */
export function toldCounts({ engine }: HostView): ReadonlyMap<string, number> | null {
  if (engine === null || engine.live === null) return null;
  const counts = new Map<string, number>();
  for (const { containerId } of toldProcesses(engine.live).values()) {
    counts.set(containerId, (counts.get(containerId) ?? 0) + 1);
  }
  return counts;
}

/** By pid: the processes of a container may be told with those of the one around it as well. */
function toldProcesses(live: EngineLive | null): ReadonlyMap<number, EngineProcess> {
  return new Map((live?.processes ?? []).map((process) => [process.pid, process]));
}

function reportProcess(
  process: EngineProcess,
  parent: EngineProcess | undefined,
  known: KnownContainers,
): ProcessReport {
  const container = known.get(process.containerId);
  const numeric = /^\d{1,10}$/.test(process.user ?? '');
  const [program = ''] = process.command.split(' ', 1);
  return {
    hostPid: process.pid,
    nsPids: [],
    parentPid: parent?.pid ?? null,
    role: 'container',
    containerId: process.containerId,
    ...containerNames(container),
    watches: null,
    runtime: null,
    foundBy: 'engine',
    entry: entryOf(process, parent, container?.record.pid ?? null),
    pidNamespace: null,
    comm: program.slice(program.lastIndexOf('/') + 1),
    command: process.command,
    hostUid: numeric ? Number(process.user) : null,
    hostUser: numeric ? null : process.user,
    containerUid: null,
    state: processState(process.state?.slice(0, 1) ?? ''),
    kernelThread: false,
    rssBytes: process.rssBytes,
    threads: process.threads,
    startedAt: timeOf(Date.parse(process.startedAt ?? '')),
    cgroupPath: null,
    unmeasuredReason: REASON,
  };
}

function entryOf(
  process: EngineProcess,
  parent: EngineProcess | undefined,
  recordedPid: number | null,
): ProcessReport['entry'] {
  if (process.pid === recordedPid) return 'init';
  if (parent?.containerId === process.containerId) return 'child';
  return recordedPid === null ? null : 'exec';
}
