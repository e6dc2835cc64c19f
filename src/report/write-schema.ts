import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { reportJsonSchema } from './json-schema.js';

/** The schema as the file holds it. */
export function schemaText(): string {
  return `${JSON.stringify(reportJsonSchema(), null, 2)}\n`;
}

// Run by `npm run schema`; importing it for a test writes nothing.
if (import.meta.main) {
  const target = process.argv[2];
  if (target === undefined) throw new Error('usage: write-schema FILE');
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, schemaText());
}
