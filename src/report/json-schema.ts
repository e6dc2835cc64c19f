import { z } from 'zod';
import { checkResultSchema } from './schema/check.js';
import { cleanupResultSchema } from './schema/cleanup-result.js';
import { planSchema } from './schema/plan.js';
import { pruneForecastsSchema } from './schema/prune.js';
import { reportSchema } from './schema/report.js';
import { whoseAnswersSchema } from './schema/whose.js';

interface Published {
  readonly schema: z.ZodType;
  readonly title: string;
  readonly description: string;
}

const NEVER_ZERO = 'Bytes are integers; null stands for what was not measured, never 0.';

/** What bilge prints as JSON, by the name of its schema's file. */
const PUBLISHED = {
  report: {
    schema: reportSchema,
    title: 'bilge report',
    description: `What bilge says about a container host: where its disk went, to the block, and what can be freed. ${NEVER_ZERO}`,
  },
  whose: {
    schema: whoseAnswersSchema,
    title: 'bilge whose',
    description: `One record for each object that a key names: what it is, who holds it, and what would have to go for it to go. ${NEVER_ZERO}`,
  },
  check: {
    schema: checkResultSchema,
    title: 'bilge check',
    description:
      'A host held to thresholds: which rules are broken, which hold, and which could not be judged. Bytes are integers; null stands for what was not measured or does not concern the rule, never 0.',
  },
  plan: {
    schema: planSchema,
    title: 'bilge clean',
    description: `A cleanup plan: the objects that go, in their order, and what the disk gets back. ${NEVER_ZERO}`,
  },
  'cleanup-result': {
    schema: cleanupResultSchema,
    title: 'bilge clean --apply',
    description: `What became of each object of a plan, and what was promised against what was measured. ${NEVER_ZERO}`,
  },
  prune: {
    schema: pruneForecastsSchema,
    title: 'bilge clean --verify',
    description: `What the engine’s own prune commands would free, beside what the engine claims. ${NEVER_ZERO}`,
  },
} as const satisfies Readonly<Record<string, Published>>;

export type PublishedName = keyof typeof PUBLISHED;

export const PUBLISHED_NAMES: readonly PublishedName[] = [
  'report',
  'whose',
  'check',
  'plan',
  'cleanup-result',
  'prune',
];

/** A published contract as JSON Schema (draft 2020-12): always the same for the same version of the schema. */
export function jsonSchema(name: PublishedName): Record<string, unknown> {
  const { schema, title, description }: Published = PUBLISHED[name];
  // As input: a later version may add fields without breaking who validates with this one.
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return { $schema, $id: `urn:bilge:schema:${name}:1`, title, description, ...rest };
}
