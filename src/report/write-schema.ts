import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchema, PUBLISHED_NAMES, type PublishedName } from './json-schema.js';

/** A schema as its file holds it. */
export function schemaText(name: PublishedName): string {
  return `${JSON.stringify(jsonSchema(name), null, 2)}\n`;
}

/** Name of its file. */
export function schemaFile(name: PublishedName): string {
  return `${name}.schema.json`;
}

// Run by `npm run schema`; importing it for a test writes nothing.
if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error('usage: write-schema FOLDER');
  mkdirSync(folder, { recursive: true });
  for (const name of PUBLISHED_NAMES) writeFileSync(join(folder, schemaFile(name)), schemaText(name));
}
