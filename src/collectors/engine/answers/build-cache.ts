import { z } from 'zod';
import type { BuildCacheRecord } from '../../../model/build-cache.js';
import { count, filledText, flag, type LenientList, parseList, texts } from './lenient.js';
import { time } from './time.js';

const record = z
  .object({
    ID: z.string().min(1),
    Type: z.string().catch(''),
    Description: z.string().catch(''),
    InUse: flag,
    Size: count,
    CreatedAt: time,
    LastUsedAt: time,
    UsageCount: z.int().nonnegative().catch(0),
    Parent: filledText,
    Parents: texts,
    // The leading space is in the engine's source, api/types/types.go, from 23.0 on.
    ' Parents': texts,
  })
  .transform((entry): BuildCacheRecord => ({
    id: entry.ID,
    type: entry.Type,
    description: entry.Description,
    createdAt: entry.CreatedAt,
    lastUsedAt: entry.LastUsedAt,
    usageCount: entry.UsageCount,
    parents: parentsOf(entry.Parent, [...entry.Parents, ...entry[' Parents']]),
    cacheId: null,
    chainId: null,
    snapshot: null,
    blob: null,
    inUse: entry.InUse,
    engineSizeBytes: entry.Size,
  }));

/** Up to API 1.41 one text holds all parents, joined by blanks. */
function parentsOf(single: string | null, list: readonly string[]): string[] {
  return [...new Set([...(single?.split(' ') ?? []), ...list])].filter((parent) => parent !== '');
}

/**
 * The build cache of `/system/df`.
 * @throws RequestError `garbage`
 */
export function parseBuildCache(value: unknown): LenientList<BuildCacheRecord> {
  return parseList(record, value);
}
