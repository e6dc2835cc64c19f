import { insideId } from '../../model/id-range.js';
import type { ProcessRecord, ProcessTable } from '../../model/process.js';

/** Controllers of version 1 whose path tells most: those that engines always set. */
const TELLING = ['memory', 'pids', 'cpu', 'cpu,cpuacct', 'name=systemd'];

/** What was called, as ps shows it: the name in brackets where there are no arguments, `<defunct>` for a zombie. */
export function commandOf({ args, comm, state }: ProcessRecord): string {
  if (state === 'zombie') return `[${comm}] <defunct>`;
  return args.length === 0 ? `[${comm}]` : args.join(' ');
}

/** The user id as the process itself sees it; `null` when its user namespace is not known, or has no such user. */
export function insideUid(
  { userMaps, hostNamespaces }: Pick<ProcessTable, 'userMaps' | 'hostNamespaces'>,
  { uid, namespaces }: ProcessRecord,
): number | null {
  const namespace = namespaces?.user;
  if (namespace === undefined) return null;
  const map = userMaps.get(namespace);
  if (map === undefined) return namespace === hostNamespaces?.user ? uid : null;
  return insideId(map, uid);
}

/**
 * One path for the groups of a process: the one that names its container, if one does. On a hybrid host the unified
 * hierarchy may have it in the engine's own group.
 */
export function cgroupPathOf({ cgroups, container }: ProcessRecord): string | null {
  if (cgroups === null) return null;
  const { unified, legacy } = cgroups;
  const telling = TELLING.flatMap((name) => legacy.get(name) ?? []);
  const paths = [...(unified === null ? [] : [unified]), ...telling, ...legacy.values()];
  const id = container?.containerId;
  return (
    (id === undefined ? undefined : paths.find((path) => path.includes(id))) ??
    paths.find((path) => path !== '/') ??
    paths[0] ??
    null
  );
}

/** What has ended and what the kernel runs by itself has no memory of its own: no figure is missing then. */
function hasNoMemory({ state, kernelThread }: ProcessRecord): boolean {
  return state === 'zombie' || state === 'dead' || kernelThread;
}

/** Why something is `null` that a process of this host has; `null` when nothing is missing. */
export function missingReason(
  record: ProcessRecord,
  table: ProcessTable,
  figures: { readonly startedAt: string | null; readonly uidMissing: boolean },
): string | null {
  const reasons: string[] = [];
  if (record.namespaces === null) {
    reasons.push(
      record.state === 'zombie'
        ? 'it has ended: its namespaces are no longer shown'
        : 'its namespaces may not be seen by this user',
    );
  } else if (figures.uidMissing) {
    reasons.push('its user id has no counterpart in the maps of its user namespace that could be read');
  }
  if (record.rssBytes === null && !hasNoMemory(record)) reasons.push('its memory could not be read');
  if (record.cgroups === null) reasons.push('its control groups could not be read');
  if (figures.startedAt === null) {
    reasons.push(
      table.bootedAt === null
        ? 'when the machine was started is not known'
        : 'its time of start is out of range',
    );
  }
  return reasons.length === 0 ? null : reasons.join('; ');
}
