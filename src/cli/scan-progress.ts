import type { Inventory } from '../model/inventory.js';
import { addBytes } from '../model/usage.js';

/** How far the scan of a host is, over all of its roots. */
export interface ScanProgress {
  readonly inodes: number;
  readonly allocatedBytes: number;
  /** The root that is being read, or else the first; `null` where there is none. */
  readonly path: string | null;
  readonly roots: number;
}

export function scanProgress({ roots }: Pick<Inventory, 'roots'>): ScanProgress {
  const totals = roots.flatMap(({ walk }) => walk?.total ?? []);
  const reading = roots.find(({ walk }) => walk?.state === 'running') ?? roots[0];
  return {
    inodes: totals.reduce((sum, { inodes }) => addBytes(sum, inodes), 0),
    allocatedBytes: totals.reduce((sum, total) => addBytes(sum, total.allocatedBytes), 0),
    path: reading?.path ?? null,
    roots: roots.length,
  };
}
