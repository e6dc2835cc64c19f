import { REMOVABLE_KINDS, type RemovableObject } from '../model/removal.js';

/** An order in which an engine agrees: what needs something goes before it. Within that by kind, then as given. */
export function removalOrder(objects: readonly RemovableObject[], positions: Iterable<number>): number[] {
  const members = new Set(positions);
  const byKind = [...members].sort((left, right) => kindOf(objects, left) - kindOf(objects, right));
  const ordered = new Set<number>();
  const entered = new Set<number>();
  const pending = byKind.reverse();
  for (let next = pending.at(-1); next !== undefined; next = pending.at(-1)) {
    const waiting = entered.has(next)
      ? []
      : (objects[next]?.requires ?? []).filter((one) => members.has(one));
    entered.add(next);
    const open = waiting.filter((one) => !entered.has(one));
    if (open.length > 0) pending.push(...open);
    else {
      ordered.add(next);
      pending.pop();
    }
  }
  return [...ordered];
}

function kindOf(objects: readonly RemovableObject[], position: number): number {
  const { kind = 'network' } = objects[position] ?? {};
  return REMOVABLE_KINDS.indexOf(kind);
}
