import { z } from 'zod';
import { REMOVABLE_KINDS, RISKS, RULES } from '../../model/removal.js';
import { count, countOrNull, provenance, text, textOrNull, time, timeOrNull } from './common.js';
import { advisedObjectSchema, recommendationSchema } from './recommendation.js';
import { problemSchema } from './rest.js';

/** What was known of an object when the plan was made: when it is different later, it is skipped. */
const seenSchema = z.object({
  references: z.array(text).nullable().describe('of an image: every repo:tag and repo@digest, sorted'),
  status: textOrNull.describe('of a container'),
  startedAt: timeOrNull,
  finishedAt: timeOrNull,
  createdAt: timeOrNull.describe('of a volume or a network: another one of the same name is younger'),
  lastUsedAt: timeOrNull.describe('of a build cache record'),
  usageCount: countOrNull,
  allocatedBytes: countOrNull.describe('of the directories of a container, a volume or a cache mount'),
  modifiedAt: timeOrNull.describe('newest change in a volume'),
});

export const planObjectSchema = advisedObjectSchema.extend({
  kind: z.enum(REMOVABLE_KINDS),
  rules: z
    .array(z.enum(RULES))
    .describe('the rules that found it; empty: it goes with another object, or was asked for'),
  addsBytes: countOrNull.describe(
    'allocated bytes that go at this step, when everything before it in the list is gone: their sum is freedBytes',
  ),
  paths: z
    .array(text)
    .describe('what of it is on the disk: it goes at this step; empty where nothing was measured'),
  commands: z.array(text),
  seen: seenSchema,
});

/** What a plan leaves, and why. */
const leftSchema = z.object({
  rule: z
    .enum(RULES)
    .nullable()
    .describe('null: what no rule has found, because it was used lately or is held'),
  title: text,
  risk: z.enum(RISKS),
  objects: count,
  freedBytes: countOrNull.describe('what these would free on top of the plan'),
  unmeasuredReason: textOrNull.describe('why that is an estimate or missing; null: it is exact'),
  why: text,
});

/** The published form of a cleanup plan: what `--json` prints, `-o` saves and `--plan` reads. */
export const planSchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('bilge-cleanup-plan'),
  tool: z.object({ name: z.literal('bilge'), version: text }),
  generatedAt: time,
  sample: z.boolean(),
  host: textOrNull.describe('name of the machine that bilge ran on'),
  engine: z
    .object({ endpoint: textOrNull, version: textOrNull, dataRoot: textOrNull, imageStore: textOrNull })
    .nullable()
    .describe('null: no engine was asked'),
  freedBytes: countOrNull.describe(
    'allocated bytes that the disk gets back when all objects are removed, each block once; an estimate where unmeasuredReason says why',
  ),
  inodes: countOrNull,
  ...provenance,
  objects: z.array(planObjectSchema).describe('in the order in which they are removed'),
  target: z
    .object({
      bytes: count,
      reached: z.boolean(),
      exact: z.boolean().describe('no other choice costs less; false: the best that was found'),
    })
    .nullable()
    .describe('with --free: how much was asked for'),
  choice: z.array(text).describe('how the objects were chosen, as sentences'),
  left: z.array(leftSchema),
  protected: z.array(z.object({ kind: z.enum(REMOVABLE_KINDS), id: text, name: textOrNull, why: text })),
  advice: z.array(recommendationSchema).describe('what no engine command removes: what to do instead'),
  problems: z.array(problemSchema),
});
