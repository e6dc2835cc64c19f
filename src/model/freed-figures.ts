import type { FreedFigures } from './removal.js';

/** What a set frees, as a record says it. */
export interface FreedRecord {
  /** `null`: nobody knows. */
  readonly freedBytes: number | null;
  readonly inodes: number | null;
  readonly source: 'disk' | 'engine' | 'unmeasured';
  /** Why the figures are an estimate or missing; `null`: they are exact. */
  readonly unmeasuredReason: string | null;
}

/** Where not everything was measured, what was told stands in, and the figures are an estimate. */
export function freedRecord({
  allocatedBytes,
  inodes,
  toldBytes,
  unmeasured,
  reasons,
}: FreedFigures): FreedRecord {
  if (unmeasured === 0) return { freedBytes: allocatedBytes, inodes, source: 'disk', unmeasuredReason: null };
  const estimate = Math.min(Number.MAX_SAFE_INTEGER, allocatedBytes + toldBytes);
  return {
    freedBytes: estimate === 0 ? null : estimate,
    inodes: null,
    source: toldBytes > 0 ? 'engine' : allocatedBytes > 0 ? 'disk' : 'unmeasured',
    unmeasuredReason: reasons.join('; '),
  };
}
