interface Child {
  readonly pid: number;
  readonly parentPid: number | null;
  readonly startTicks?: number;
}

/**
 * The parent of every process, by its pid, as far as the table has it. A process starts no earlier than its parent,
 * also after it was given to another (init, a subreaper: one of its ancestors): a younger "parent" is another process
 * that got the pid while the table was read. No chain of parents goes round in a circle.
 */
export function parentsOf<T extends Child>(byPid: ReadonlyMap<number, T>): Map<number, T> {
  const parents = new Map<number, T>();
  for (const child of byPid.values()) {
    const parent = child.parentPid === null ? undefined : byPid.get(child.parentPid);
    if (parent === undefined || parent === child) continue;
    if ((parent.startTicks ?? 0) > (child.startTicks ?? 0)) continue;
    parents.set(child.pid, parent);
  }
  breakCircles(byPid, parents);
  return parents;
}

/**
 * Circles are left where pids were used again within one tick of the clock: one link of each goes. A link to an older
 * process is in none.
 */
function breakCircles<T extends Child>(byPid: ReadonlyMap<number, T>, parents: Map<number, T>): void {
  const settled = new Set<number>();
  for (const start of byPid.values()) {
    if (sameTick(start, parents) === undefined) continue;
    let current: T | undefined = start;
    const path = new Set<number>();
    while (current !== undefined && !settled.has(current.pid)) {
      if (path.has(current.pid)) {
        parents.delete(current.pid);
        break;
      }
      path.add(current.pid);
      current = sameTick(current, parents);
    }
    for (const pid of path) settled.add(pid);
  }
}

function sameTick<T extends Child>(child: T, parents: ReadonlyMap<number, T>): T | undefined {
  const parent = parents.get(child.pid);
  return parent?.startTicks === child.startTicks ? parent : undefined;
}
