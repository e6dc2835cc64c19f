import { requiredFirst } from '../../model/required-first.js';
import { isRunning } from '../host-view.js';
import { freedBy } from './removal-freed.js';
import type { RemovalSet } from './removal-set.js';
import type { ToFree } from './subject.js';

/** The set in an order that works, with what it frees and what has to be done before. */
export function describeRemoval(
  set: RemovalSet,
  hidden: string | null,
  remark: string | null = null,
): ToFree {
  const { freedBytes, reason } = freedBy(set);
  const running = [...set.containers].filter(({ record }) => isRunning(record.status)).length;
  const building = [...set.cache].filter((entry) => set.host.cacheReport(entry)?.inUse === true).length;
  const notes = [
    reason,
    remark,
    hidden === null ? null : `the engine that was asked does not show it, and cannot remove it: ${hidden}`,
    running === 0 ? null : stopFirst(running),
    building === 0 ? null : 'a build is using the build cache: it has to end first',
  ];
  return {
    objects: objectsOf(set),
    freedBytes,
    note: notes.filter((note) => note !== null).join('; ') || null,
  };
}

function stopFirst(running: number): string {
  return running === 1
    ? '1 container runs and has to be stopped first'
    : `${running} containers run and have to be stopped first`;
}

/** Containers before their images and volumes; children before their parents. */
function objectsOf(set: RemovalSet): ToFree['objects'] {
  const images = [...set.images].flatMap(([place, ids]) =>
    requiredFirst(ids, (id) => set.host.childrenOf(place, id)).map((id) => ({
      kind: 'image' as const,
      id,
      name: place.graph.images.get(id)?.references[0] ?? null,
    })),
  );
  return [
    ...[...set.containers].map(({ record: { id, name } }) => ({ kind: 'container' as const, id, name })),
    ...images,
    ...requiredFirst(set.cache, ({ children }) => children).map(({ record: { id, description } }) => ({
      kind: 'build-cache' as const,
      id,
      name: description === '' ? null : description,
    })),
    ...[...set.volumes].map(({ record: { name } }) => ({ kind: 'volume' as const, id: name, name })),
  ];
}
