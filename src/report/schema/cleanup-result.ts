import { z } from 'zod';
import { REMOVABLE_KINDS } from '../../model/removal.js';
import { count, countOrNull, text, textOrNull, time } from './common.js';

/** What became of one object of a plan: a line of `--log`. */
export const removalRecordSchema = z.object({
  at: time,
  kind: z.enum(REMOVABLE_KINDS),
  id: text,
  name: textOrNull,
  outcome: z
    .enum(['removed', 'absent', 'skipped', 'refused', 'unknown', 'not-tried'])
    .describe(
      'removed; absent: it was gone already; skipped: it had changed or was in use; refused: the engine said no; unknown: the engine went away during the request; not-tried: the run ended before it',
    ),
  message: textOrNull.describe('why it was not removed'),
  predictedBytes: countOrNull.describe('what the plan said of this step'),
});

const pathProofSchema = z.object({ path: text, allocatedBytes: count });

/** Predicted against measured. */
const proofSchema = z.object({
  predictedBytes: countOrNull.describe('what the plan promised for the objects that were removed'),
  measuredBytes: z
    .int()
    .describe('what du counted in their directories and files before, less what is there now'),
  filesystems: z.array(
    z.object({
      mountPoint: textOrNull,
      path: text,
      freeBytesBefore: count,
      freeBytesAfter: count,
    }),
  ),
  rootsBytes: z.int().describe('what the roots lost altogether'),
  remaining: z.array(pathProofSchema).describe('what should be gone and is still there'),
  explanation: z.array(text).describe('where the figures differ: why, as sentences'),
});

export const cleanupResultSchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('bilge-cleanup-result'),
  startedAt: time,
  endedAt: time,
  ended: z
    .enum(['complete', 'interrupted', 'engine-lost'])
    .describe('complete: every object was dealt with; interrupted: by a signal, between two objects'),
  objects: z.array(removalRecordSchema),
  proof: proofSchema.nullable().describe('null: the disk cannot be read, or was not looked at again'),
  proofMissing: textOrNull.describe('why there is no proof'),
});
