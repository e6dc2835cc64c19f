import { z } from 'zod';
import { checkResultSchema } from './schema/check.js';
import { reportSchema } from './schema/report.js';
import { whoseAnswersSchema } from './schema/whose.js';

/** The published contract as JSON Schema (draft 2020-12): always the same for the same version of the schema. */
export function reportJsonSchema(): Record<string, unknown> {
  // As input: a later version may add fields without breaking who validates with this one.
  const { $schema, ...schema } = z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    $id: 'urn:bilge:schema:report:1',
    title: 'bilge report',
    description:
      'What bilge says about a container host: where its disk went, to the block, and what can be freed. Bytes are integers; null stands for what was not measured, never 0.',
    ...schema,
  };
}

/** What `bilge whose --json` prints, as JSON Schema. */
export function whoseJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(whoseAnswersSchema, {
    target: 'draft-2020-12',
    io: 'input',
  });
  return {
    $schema,
    $id: 'urn:bilge:schema:whose:1',
    title: 'bilge whose',
    description:
      'One record for each object that a key names: what it is, who holds it, and what would have to go for it to go. Bytes are integers; null stands for what was not measured, never 0.',
    ...schema,
  };
}

/** What `bilge check --json` prints, as JSON Schema. */
export function checkJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(checkResultSchema, {
    target: 'draft-2020-12',
    io: 'input',
  });
  return {
    $schema,
    $id: 'urn:bilge:schema:check:1',
    title: 'bilge check',
    description:
      'A host held to thresholds: which rules are broken, which hold, and which could not be judged. Bytes are integers; null stands for what was not measured or does not concern the rule, never 0.',
    ...schema,
  };
}
