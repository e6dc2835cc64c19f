import type { EngineFacts } from '../../model/engine.js';
import type { ContainerReport, NoticeReport } from '../../report/types.js';
import { isRunning } from '../host-view.js';

/** The log driver of an engine that was told nothing else: its files grow for ever unless `max-size` is set. */
const UNBOUNDED_BY_DEFAULT = 'json-file';

const DAEMON_SETTING =
  'set "log-opts": {"max-size": "10m", "max-file": "3"} in the engine’s daemon.json, or the log driver "local", and restart the engine';

/** Logs without a bound: by the engine's default where its configuration is known, and container by container. */
export function logNotices(
  containers: readonly ContainerReport[],
  facts: EngineFacts | null,
): NoticeReport[] {
  return [...defaultNotice(facts), ...containerNotice(containers)];
}

function defaultNotice(facts: EngineFacts | null): NoticeReport[] {
  const rotation = facts?.loggingRotation ?? null;
  if (facts?.loggingDriver !== UNBOUNDED_BY_DEFAULT || rotation === null) return [];
  if (rotation.maxSizeBytes !== null || rotation.bad.includes('max-size')) return [];
  return [
    {
      origin: 'bilge',
      code: 'log-rotation-off',
      severity: 'warning',
      message: 'new containers log without a size limit',
      hint: DAEMON_SETTING,
    },
  ];
}

/** Names those that run, the one with the largest log first. */
function containerNotice(containers: readonly ContainerReport[]): NoticeReport[] {
  const unbounded = containers.filter(
    ({ logging, status }) => logging.bounded === false && isRunning(status),
  );
  if (unbounded.length === 0) return [];
  const subject =
    unbounded.length === 1 ? '1 running container logs' : `${unbounded.length} running containers log`;
  return [
    {
      origin: 'bilge',
      code: 'container-logs-unbounded',
      severity: 'warning',
      message: `${subject} without a size limit`,
      hint: 'a container keeps the log options it was created with: create it anew with --log-opt max-size=10m --log-opt max-file=3, or after the default was set in daemon.json',
      objects: unbounded
        .map(({ id, name, logging }) => ({
          kind: 'container' as const,
          id,
          name,
          allocatedBytes: logging.sizeBytes,
        }))
        .sort(
          (left, right) =>
            (right.allocatedBytes ?? -1) - (left.allocatedBytes ?? -1) || (left.id < right.id ? -1 : 1),
        ),
    },
  ];
}
