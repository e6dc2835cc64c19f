import { z } from 'zod';
import { REMOVABLE_KINDS, RISKS, RULES } from '../../model/removal.js';
import { countOrNull, provenance, rootPath, text, textOrNull, timeOrNull } from './common.js';

const risk = z
  .enum(RISKS)
  .describe(
    'safe: nothing that anybody can name or has written to; rebuildable: can be pulled, built or made again; data loss: may exist nowhere else',
  );

/** An object of a finding, or of a plan. */
export const advisedObjectSchema = z.object({
  kind: z.enum([...REMOVABLE_KINDS, 'log', 'leftover']),
  id: text.describe('full id; of a volume its name, of a log and a leftover the path'),
  name: textOrNull,
  root: rootPath,
  risk,
  freedBytes: countOrNull.describe(
    'allocated bytes that go with this object alone; what it shares is not in it',
  ),
  inodes: countOrNull,
  lastUsedAt: timeOrNull.describe('the latest use that is known of'),
  lastUse: text.describe('how that is known, as a clause'),
  evidence: text.describe('why it is here, as a clause'),
});

export const recommendationSchema = z.object({
  rule: z.enum(RULES),
  title: text,
  risk: risk.describe('the worst of its objects'),
  preselected: z
    .boolean()
    .describe('part of the plan that `bilge clean` makes when nothing else is asked for'),
  removable: z
    .boolean()
    .describe('the engine removes such objects on request; false: the advice says what to do instead'),
  objects: z.array(advisedObjectSchema),
  freedBytes: countOrNull.describe('allocated bytes that go with all its objects together, each block once'),
  inodes: countOrNull,
  advice: text.describe('what removing them means, or what to do instead'),
  commands: z.array(text).describe('the equivalent commands for a shell'),
  ...provenance,
});
