import { REMOVABLE_KINDS, type RemovableObject } from '../model/removal.js';
import { requiredFirst } from '../model/required-first.js';

/** An order in which an engine agrees: what needs something goes before it. Within that by kind, then as given. */
export function removalOrder(objects: readonly RemovableObject[], positions: Iterable<number>): number[] {
  const byKind = [...new Set(positions)].sort(
    (left, right) => kindOf(objects, left) - kindOf(objects, right),
  );
  return requiredFirst(new Set(byKind), (position) => objects[position]?.requires ?? []);
}

function kindOf(objects: readonly RemovableObject[], position: number): number {
  const { kind = 'network' } = objects[position] ?? {};
  return REMOVABLE_KINDS.indexOf(kind);
}
