import { z } from 'zod';
import { CATEGORIES, LEFTOVER_KINDS } from '../../model/category.js';
import {
  count,
  countOrNull,
  hidden,
  measured,
  provenance,
  rootPath,
  text,
  textOrNull,
  timeOrNull,
} from './common.js';

export const buildCacheSchema = z.object({
  id: text,
  root: rootPath,
  hidden,
  type: text,
  description: text,
  createdAt: timeOrNull,
  lastUsedAt: timeOrNull,
  usageCount: count,
  parents: z.array(text),
  inUse: z.boolean().nullable(),
  shared: z.boolean().describe('its data is a layer of an image: removing the record frees nothing'),
  chainId: textOrNull,
  snapshotKey: textOrNull.describe('its snapshot in containerd'),
  path: textOrNull,
  ...measured,
  reclaimableBytes: countOrNull,
  engineSizeBytes: countOrNull,
  ...provenance,
});

export const leftoverSchema = z.object({
  root: text.describe('path of the root that has it'),
  kind: z.enum(LEFTOVER_KINDS),
  category: z
    .enum(CATEGORIES)
    .nullable()
    .describe(
      'the category that counts its bytes, leftovers but for volumes; null: they are not in the root’s sum (deleted files that are still open) or there are none (mounts)',
    ),
  path: text,
  key: textOrNull.describe('its name in a database where it has no path of its own'),
  ...measured,
  modifiedAt: timeOrNull,
  evidence: text,
  removal: text.describe('the safe way to remove it; empty when none is known'),
  ...provenance,
});

export const problemSchema = z.object({
  source: z.enum(['engine', 'data-root', 'disk', 'proc', 'cgroup', 'containerd', 'filesystem']),
  code: text,
  message: text,
  path: textOrNull,
  missing: textOrNull.describe('which figures are missing because of it; null when none is'),
  hint: textOrNull,
});
