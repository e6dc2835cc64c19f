import { z } from 'zod';
import { LEFTOVER_KINDS } from '../../model/category.js';
import { count, countOrNull, measured, provenance, text, textOrNull, timeOrNull } from './common.js';

export const buildCacheSchema = z.object({
  id: text,
  type: text,
  description: text,
  createdAt: timeOrNull,
  lastUsedAt: timeOrNull,
  usageCount: count,
  parents: z.array(text),
  inUse: z.boolean().nullable(),
  shared: z.boolean().describe('its data is a layer of an image: removing the record frees nothing'),
  chainId: textOrNull,
  path: textOrNull,
  ...measured,
  reclaimableBytes: countOrNull,
  engineSizeBytes: countOrNull,
  ...provenance,
});

export const networkSchema = z.object({
  id: text,
  name: text,
  driver: text,
  scope: text,
  internal: z.boolean(),
  createdAt: timeOrNull,
  subnets: z.array(z.object({ subnet: text, gateway: textOrNull })),
});

export const processSchema = z.object({
  hostPid: count,
  nsPids: z.array(count).describe('outermost namespace first, as NSpid of /proc'),
  containerId: textOrNull,
});

export const leftoverSchema = z.object({
  kind: z.enum(LEFTOVER_KINDS),
  path: text,
  ...measured,
  modifiedAt: timeOrNull,
  evidence: text,
});

export const recommendationSchema = z.object({ rule: text, objects: z.array(text), freedBytes: countOrNull });

export const problemSchema = z.object({
  source: z.enum(['engine', 'data-root', 'disk', 'proc', 'containerd', 'filesystem']),
  code: text,
  message: text,
  path: textOrNull,
  missing: textOrNull.describe('which figures are missing because of it; null when none is'),
  hint: textOrNull,
});
