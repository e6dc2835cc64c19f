import { z } from 'zod';
import { CHECK_RULES, CHECK_STATES } from '../../model/check.js';
import { count, countOrNull, text, textOrNull, time, timeOrNull } from './common.js';
import { problemSchema } from './rest.js';

const percent = z.number().nonnegative();
const percentOrNull = percent.nullable();

const state = z
  .enum(CHECK_STATES)
  .describe(
    'broken: a figure is above the limit; unjudged: the figure is unmeasured, or a lower bound below the limit; holds: neither',
  );

const whereSchema = z.object({
  kind: z.enum(['filesystem', 'root', 'host', 'container']).describe('host: all roots, or all containers'),
  path: textOrNull.describe(
    'mount point of a filesystem, or the path of its first root where that is not known; path of a root, also of the one that has a container',
  ),
  type: textOrNull.describe('of a filesystem'),
  id: textOrNull.describe('of a container'),
  name: textOrNull.describe('of a container'),
  roots: z.array(text).describe('the roots that the figure is about'),
});

export const checkFindingSchema = z.object({
  rule: z.enum(CHECK_RULES),
  state,
  where: whereSchema,
  measuredBytes: countOrNull.describe('max-log-growth: a day'),
  measuredInodes: countOrNull.describe('max-inodes: in use'),
  measuredPercent: percentOrNull.describe('where the limit is a share'),
  lowerBound: z.boolean().describe('not everything was seen: the figure is at least that'),
  limitBytes: countOrNull.describe('max-log-growth: a day'),
  limitPercent: percentOrNull,
  excessBytes: countOrNull.describe('of a broken rule: how much has to go for it to hold'),
  excessInodes: countOrNull,
  reclaimableBytes: countOrNull.describe(
    'max-used: what can be reclaimed on that filesystem; null: not measured',
  ),
  basis: z
    .enum(['baseline', 'average'])
    .nullable()
    .describe('max-log-growth: between the two reports, or on average since the container was created'),
  since: timeOrNull.describe('max-log-growth: begin of the time that it was measured over'),
  note: textOrNull.describe('why it is not judged, or what else there is to say'),
  next: z
    .object({ command: text, does: text })
    .nullable()
    .describe('what to run next about a broken rule, and what that does'),
});

/** What `bilge check --json` prints. */
export const checkResultSchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('bilge-check'),
  tool: z.object({ name: z.literal('bilge'), version: text }),
  generatedAt: time,
  baselineAt: timeOrNull.describe('when the report was made that logs are compared with'),
  sample: z.boolean().describe('true: the bundled sample host, not a real one'),
  host: textOrNull,
  state: state.describe(
    'of all findings together: broken when one is, else unjudged when one is, else holds',
  ),
  thresholds: z.object({
    maxUsedPercent: percentOrNull,
    maxInodesPercent: percentOrNull,
    maxReclaimable: z.union([z.object({ bytes: count }), z.object({ percent })]).nullable(),
    maxLeftoversBytes: countOrNull,
    maxLogBytes: countOrNull,
    maxLogGrowthBytes: countOrNull,
  }),
  findings: z
    .array(checkFindingSchema)
    .describe('broken ones first, then those that could not be judged, then those that hold'),
  problems: z.array(problemSchema),
});
