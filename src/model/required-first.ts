/**
 * Members in an order in which each comes after those members that it requires; otherwise as given. In a circle one of
 * them comes first.
 */
export function requiredFirst<T>(members: ReadonlySet<T>, requiredBy: (member: T) => readonly T[]): T[] {
  const ordered = new Set<T>();
  const entered = new Set<T>();
  const pending = [...members].reverse();
  for (let next = pending.at(-1); next !== undefined; next = pending.at(-1)) {
    const waiting = entered.has(next) ? [] : requiredBy(next).filter((one) => members.has(one));
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
