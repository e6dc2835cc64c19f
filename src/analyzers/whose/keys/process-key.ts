import { pidWord } from '../subjects/processes.js';
import { type KeyLookup, type KeyReading, numberOf } from './key-reader.js';

const PROC = /^\/proc\/(\d+)(?:\/.*)?$/;
const IN_CONTAINER = /^(container:)?([^/]+):(\d+)$/;

/** A process of the host: `48213`, `pid:48213`, `/proc/48213` and what is below that. */
export function processKey(key: string): KeyReading | null {
  const said = key.startsWith('pid:') ? key.slice('pid:'.length) : PROC.exec(key)?.[1];
  const pid = numberOf(said ?? key);
  if (pid === null) return null;
  return {
    certainty: said === undefined ? 'likely' : 'only',
    find: ({ named }) => named(pidWord(pid)),
    miss: `no process ${pid} can be seen here`,
  };
}

/** A process by its id in a container: `web:1`, `container:web:1`; the container by name, id or the beginning of its id. */
export function containerProcessKey(key: string): KeyReading | null {
  const [, qualifier, container = '', id] = IN_CONTAINER.exec(key) ?? [];
  const pid = numberOf(id);
  if (pid === null) return null;
  return {
    certainty: qualifier === undefined ? 'likely' : 'only',
    find: (lookup) => containersOf(lookup, container).flatMap((one) => lookup.named(pidWord(pid, one))),
    miss: `no container ${container} with a process ${pid} can be seen here`,
    // `postgres:16` is more often an image than the sixteenth process of a container.
    shared: ({ live }) =>
      live.containers.some(({ imageReference }) => repositoryOf(imageReference ?? '') === container),
  };
}

/** The shortest beginning of an id that stands for it. */
const SHORTEST_PREFIX = 4;

function containersOf({ live }: KeyLookup, named: string): string[] {
  const ids = new Map<string, string | null>();
  for (const { report } of live.processes.values()) {
    if (report?.containerId != null) ids.set(report.containerId, report.containerName);
  }
  const all = [...ids];
  const exact = all.filter(([id, name]) => id === named || name === named);
  if (exact.length > 0 || named.length < SHORTEST_PREFIX) return exact.map(([id]) => id);
  const prefixed = all.filter(([id]) => id.startsWith(named));
  return prefixed.length === 1 ? prefixed.map(([id]) => id) : [];
}

function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}
