import type { ContainerRecord } from '../../model/container.js';
import type { EngineLive } from '../../model/engine-processes.js';
import type { HostStanding } from './answers/standing.js';
import { collectEngineProcesses } from './live-processes.js';
import { collectEngineStats } from './live-stats.js';
import { listProblem } from './problems.js';
import { runningIds } from './running.js';
import type { Session } from './session.js';

/**
 * What an engine elsewhere tells of its running containers: their processes, limits and use. What could not be had is a
 * problem of the session. Podman is not asked for processes: its `top` runs `ps` inside of the container, whose ids
 * would be taken for those of its host (podman, libpod/container_top_linux.go).
 */
export async function collectLive(
  session: Session,
  containers: readonly ContainerRecord[],
  host: HostStanding,
  podman: boolean,
): Promise<EngineLive> {
  const ids = runningIds(containers);
  if (podman && ids.length > 0) {
    const message = 'Podman tells of processes by their ids inside of containers alone.';
    session.problems.push(listProblem(session.endpoint, message, 'processes of containers', null));
  }
  const [processes, stats] = await Promise.all([
    podman ? [] : collectEngineProcesses(session, ids, host.clockOffsetMs),
    collectEngineStats(session, ids, host.memoryBytes),
  ]);
  return { processes, stats };
}
