import { z } from 'zod';
import { count, countOrNull, text, textOrNull } from './common.js';

/** What one of the engine's own prune commands would free, and what the engine says of it. */
const pruneForecastSchema = z.object({
  command: text,
  objects: count.describe('how many would go'),
  freedBytes: countOrNull.describe('what the disk would get back, by bilge'),
  unmeasuredReason: textOrNull,
  claimedBytes: countOrNull.describe(
    'RECLAIMABLE of `docker system df` for the same kind; null: the engine says nothing, there is no dry run',
  ),
  claimedAs: textOrNull.describe('the row of `docker system df`'),
  differenceBytes: z.int().nullable().describe('claimedBytes − freedBytes'),
});

/** What `bilge clean --verify` says. */
export const pruneForecastsSchema = z.object({
  engineVersion: textOrNull,
  forecasts: z.array(pruneForecastSchema),
  claimsMissing: textOrNull.describe('why the engine’s own figures are not there'),
  explanation: z.array(text).describe('why the engine’s figures are others, as sentences'),
});
