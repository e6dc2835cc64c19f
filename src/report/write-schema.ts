import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkJsonSchema, reportJsonSchema, whoseJsonSchema } from './json-schema.js';

/** The schema as the file holds it. */
export function schemaText(): string {
  return fileText(reportJsonSchema());
}

/** The schema of `bilge whose --json`, which lies beside that of the report. */
export function whoseSchemaText(): string {
  return fileText(whoseJsonSchema());
}

/** The schema of `bilge check --json`. */
export function checkSchemaText(): string {
  return fileText(checkJsonSchema());
}

function fileText(schema: Record<string, unknown>): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

// Run by `npm run schema`; importing it for a test writes nothing.
if (import.meta.main) {
  const target = process.argv[2];
  if (target === undefined) throw new Error('usage: write-schema FILE');
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, schemaText());
  writeFileSync(join(dirname(target), 'whose.schema.json'), whoseSchemaText());
  writeFileSync(join(dirname(target), 'check.schema.json'), checkSchemaText());
}
