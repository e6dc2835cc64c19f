import type { CleanupBasis } from '../../model/cleanup-candidate.js';
import type { EngineClaims } from '../../model/engine-claims.js';
import type { ImageStore } from '../../model/engine.js';
import { freedRecord } from '../../model/freed-figures.js';
import type { PruneForecasts } from '../../report/types.js';
import { defectsOf } from '../engine/df-defects.js';
import { pruneVariants } from './variants.js';

const ROWS: Readonly<Record<keyof EngineClaims, string>> = {
  images: 'Images',
  containers: 'Containers',
  volumes: 'Local Volumes',
  buildCache: 'Build Cache',
};

export interface PruneFacts {
  readonly version: string | null;
  readonly imageStore: ImageStore | null;
  /** `null`: the engine was not asked, or did not say. */
  readonly claims: EngineClaims | null;
  readonly claimsMissing: string | null;
}

/**
 * What the engine's own prune commands would free, beside what it claims.
 * @param basis of a policy that protects nothing: the engine knows no protection.
 */
export function forecastPrunes(
  { arithmetic, candidates }: CleanupBasis,
  { version, imageStore, claims, claimsMissing }: PruneFacts,
): PruneForecasts {
  const forecasts = pruneVariants(version).map(({ command, claim, takes }) => {
    const taken = [...candidates.values()].filter(takes);
    arithmetic.clear();
    for (const { position } of taken) arithmetic.mark(position);
    const objects = [...candidates.keys()].filter((position) => arithmetic.isRemoved(position)).length;
    const { freedBytes, unmeasuredReason } = freedRecord(arithmetic.freed());
    arithmetic.clear();
    const claimedBytes = claim === null ? null : (claims?.[claim] ?? null);
    return {
      command,
      objects,
      freedBytes,
      unmeasuredReason,
      claimedBytes: claimedBytes === null ? null : Math.max(0, claimedBytes),
      claimedAs: claim === null ? null : ROWS[claim],
      differenceBytes:
        claimedBytes === null || freedBytes === null ? null : Math.max(0, claimedBytes) - freedBytes,
    };
  });
  const explanation = forecasts.some(
    ({ differenceBytes }) => differenceBytes !== null && differenceBytes !== 0,
  )
    ? [
        'the engine counts file lengths, layers as they were when they were stored, and each image alone; bilge counts blocks, and what goes as a set',
        ...defectsOf(version, imageStore).map(({ message }) => message),
      ]
    : [];
  return { engineVersion: version, forecasts, claimsMissing, explanation };
}
