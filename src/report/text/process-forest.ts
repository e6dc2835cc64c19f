import type { ProcessReport } from '../types.js';

/** A process in the tree: how deep, and whether siblings follow at each level above it. */
export interface TreeRow {
  readonly process: ProcessReport;
  readonly parent: ProcessReport | null;
  /** One entry a level, the outermost first: true where that level goes on below. Empty for a root. */
  readonly lines: readonly boolean[];
}

/**
 * Every process once, parents before their children, siblings in the order in which they are given. One whose parent is
 * not among them is a root; of parents that go round in a circle the first one is.
 */
export function processForest(processes: readonly ProcessReport[]): TreeRow[] {
  const byPid = new Map(processes.map((process) => [process.hostPid, process]));
  const children = new Map<ProcessReport, ProcessReport[]>();
  const roots: ProcessReport[] = [];
  for (const process of processes) {
    const parent = process.parentPid === null ? undefined : byPid.get(process.parentPid);
    if (parent === undefined || parent === process) roots.push(process);
    else {
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [process]);
      else siblings.push(process);
    }
  }
  const rows: TreeRow[] = [];
  const seen = new Set<ProcessReport>();
  const visit = (root: ProcessReport): void => {
    // A stack of its own: a chain may be longer than calls can nest.
    const waiting: TreeRow[] = [{ process: root, parent: null, lines: [] }];
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      if (seen.has(row.process)) continue;
      seen.add(row.process);
      rows.push(row);
      const { process, lines } = row;
      const below = (children.get(process) ?? []).filter((child) => !seen.has(child));
      for (let index = below.length - 1; index >= 0; index--) {
        const child = below[index];
        if (child === undefined) continue;
        waiting.push({ process: child, parent: process, lines: [...lines, index < below.length - 1] });
      }
    }
  };
  for (const root of roots) visit(root);
  // What is left has parents that go round in a circle.
  for (const process of processes) if (!seen.has(process)) visit(process);
  return rows;
}

/** These processes and all above them, in the order of `all`. */
export function withAncestors(
  chosen: readonly ProcessReport[],
  all: readonly ProcessReport[],
): ProcessReport[] {
  const byPid = new Map(all.map((process) => [process.hostPid, process]));
  const kept = new Set<ProcessReport>();
  for (const start of chosen) {
    let process: ProcessReport | undefined = start;
    while (process !== undefined && !kept.has(process)) {
      kept.add(process);
      process = process.parentPid === null ? undefined : byPid.get(process.parentPid);
    }
  }
  return all.filter((process) => kept.has(process));
}
