import { z } from 'zod';
import { text, time } from './common.js';
import { containerSchema, volumeSchema } from './container.js';
import { engineSchema, hostSchema } from './engine.js';
import { imageSchema, layerSchema } from './image.js';
import { networkSchema } from './network.js';
import { processSchema } from './process.js';
import { recommendationSchema } from './recommendation.js';
import { buildCacheSchema, leftoverSchema, problemSchema } from './rest.js';
import { rootSchema, totalsSchema } from './root.js';

/** What a run may leave out: lists, and the sizes of everything on the disk. */
const OPTIONAL_PARTS = ['sizes', 'networks', 'processes', 'recommendations'] as const;

/**
 * The published contract: what `bilge report` prints and what every renderer reads. Its own types, never the
 * inventory serialised; `schema/report.schema.json` is generated from it.
 */
export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  tool: z.object({ name: z.literal('bilge'), version: text }),
  generatedAt: time,
  sample: z.boolean().describe('true: the bundled sample host, not a real one'),
  complete: z.boolean().describe('false: some figures are unmeasured or lower bounds; problems say which'),
  notCollected: z
    .array(z.enum(OPTIONAL_PARTS))
    .describe(
      'what this run did not look at: an empty list says nothing there; without sizes images, layers, build cache and leftovers are not looked for either',
    ),
  host: hostSchema,
  engine: engineSchema.nullable(),
  roots: z.array(rootSchema),
  totals: totalsSchema,
  images: z.array(imageSchema),
  layers: z.array(layerSchema),
  containers: z.array(containerSchema),
  volumes: z.array(volumeSchema),
  buildCache: z.array(buildCacheSchema),
  networks: z.array(networkSchema),
  processes: z.array(processSchema),
  leftovers: z.array(leftoverSchema),
  recommendations: z.array(recommendationSchema),
  problems: z.array(problemSchema),
});
