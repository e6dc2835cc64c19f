import type { RemovalModel } from '../removal/removal-model.js';
import type { RemovalSet } from './removal-set.js';

/** What a removal frees; `freedBytes` is `null` where that cannot be promised, for the reason given. */
export interface Freed {
  readonly freedBytes: number | null;
  readonly reason: string | null;
}

/**
 * Allocated bytes that the engine gives back when it removes everything in the set, by the arithmetic that a cleanup
 * goes by as well.
 */
export function freedBy(set: RemovalSet): Freed {
  const [obstacle] = set.obstacles;
  if (obstacle !== undefined) return { freedBytes: null, reason: obstacle };
  const { removal } = set.host;
  const positions = positionsOf(set, removal);
  removal.clear();
  for (const position of positions) removal.mark(position);
  const { allocatedBytes, reasons } = removal.freed();
  const isWhole = positions.every((position) => removal.isRemoved(position));
  removal.clear();
  const reason = reasons[0] ?? (isWhole ? null : 'the records of its images contradict each other');
  return { freedBytes: reason === null ? allocatedBytes : null, reason };
}

function positionsOf(set: RemovalSet, { positions }: RemovalModel): number[] {
  const found = [
    ...[...set.containers].map((container) => positions.containers.get(container)),
    ...[...set.images].flatMap(([place, ids]) => [...ids].map((id) => positions.image(place, id))),
    ...[...set.cache].map((entry) => positions.cache.get(entry)),
    ...[...set.volumes].map((volume) => positions.volumes.get(volume)),
  ];
  return found.filter((position) => position !== undefined);
}
