import type { BuildCacheRecord } from '../../../model/build-cache.js';
import type { SeenState } from '../../../model/cleanup-candidate.js';
import type { BuildCacheReport } from '../../../report/types.js';
import { timeMs } from '../last-use.js';
import { shellCommand } from '../shell.js';
import { type CandidateFacts, UNSEEN } from './facts.js';

/**
 * Facts of a build cache record.
 * @param told what the engine says of it, which is what it will say of it later; `undefined`: it was not asked. After a
 * restart an engine can say something else than its database (BuildKit counts uses anew).
 */
export function buildCacheFacts(
  report: BuildCacheReport,
  told: BuildCacheRecord | undefined,
): CandidateFacts {
  const { id, type, shared, lastUsedAt, usageCount, createdAt } = report;
  const data = shared ? 'its data is also a layer of an image: the record alone frees nothing' : null;
  const used =
    usageCount === 0 ? 'never used again' : usageCount === 1 ? 'used once' : `used ${usageCount} times`;
  return {
    names: [],
    labels: {},
    risk: 'rebuildable',
    uses: [
      { atMs: timeMs(createdAt), how: 'a build made it' },
      { atMs: timeMs(lastUsedAt), how: 'a build used it, as BuildKit has recorded' },
    ],
    costBytes: report.allocatedBytes ?? report.apparentBytes ?? 0,
    isNamedVolume: false,
    cache: { type, shared },
    isUsed: false,
    evidence: [type, used, data].filter((part) => part !== null).join('; '),
    commands: [shellCommand('docker', 'builder', 'prune', '--all', '--force', '--filter', `id=${id}`)],
    seen: seenUse(told ?? report, report),
  };
}

/** Its content changes while builds use it. */
const CACHE_MOUNT = 'exec.cachemount';

/**
 * When it was used last. BuildKit takes its own look at a size that it has not worked out yet for a use, and always at
 * that of a cache mount once: there, the content tells whether a build has changed it.
 */
function seenUse(
  { engineSizeBytes, lastUsedAt, usageCount }: BuildCacheRecord | BuildCacheReport,
  { type, allocatedBytes }: BuildCacheReport,
): SeenState {
  if (type === CACHE_MOUNT) return { ...UNSEEN, allocatedBytes };
  return engineSizeBytes === null ? UNSEEN : { ...UNSEEN, lastUsedAt, usageCount };
}
