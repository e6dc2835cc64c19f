import { readFileSync } from 'node:fs';
import test from 'ava';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { analyze } from '../../src/analyzers/analyze.js';
import { PUBLISHED_NAMES } from '../../src/report/json-schema.js';
import { schemaFile, schemaText } from '../../src/report/write-schema.js';
import { arbitraryInventory } from '../analyzers/arbitrary-inventory.js';
import { hostSpec, inventoryOf } from '../analyzers/arbitrary-host.js';
import { hex64 } from '../analyzers/records.js';
import { ask } from '../analyzers/whose/ask.js';
import { harbour, harbourReport } from './harbour.js';

const committed = readFileSync(new URL('../../../schema/report.schema.json', import.meta.url), 'utf8');
// The date formats are patterns in the schema itself.
const validate = new Ajv2020({ strict: true, validateFormats: false, allowUnionTypes: true }).compile(
  JSON.parse(committed),
);

/** As a reader of the JSON gets it. */
function published(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value));
}

for (const name of PUBLISHED_NAMES) {
  test(`the committed schema of ${name} is the one that the code makes; if not, run npm run schema`, (t) => {
    const file = new URL(`../../../schema/${schemaFile(name)}`, import.meta.url);
    t.is(schemaText(name), readFileSync(file, 'utf8'));
  });
}

const committedWhose = readFileSync(new URL('../../../schema/whose.schema.json', import.meta.url), 'utf8');
const validateWhose = new Ajv2020({
  strict: true,
  validateFormats: false,
  allowUnionTypes: true,
}).compile(JSON.parse(committedWhose));

test('answers follow the committed schema, and what is no answer does not', (t) => {
  const { answers } = ask(harbour().inventory(), ['data', 'web', '/var/lib/docker', hex64('orphan')]);
  t.is(answers.length, 4);
  t.true(validateWhose(JSON.parse(JSON.stringify(answers))), JSON.stringify(validateWhose.errors));
  const [first] = answers;
  t.false(validateWhose([{ ...first, kind: 'odd' }]));
  t.false(validateWhose([{ ...first, toFree: { objects: [] } }]));
  t.false(validateWhose(first));
});

test('the report of a host follows the committed schema', (t) => {
  t.true(validate(published(harbourReport())), JSON.stringify(validate.errors));
});

test('the report of any host or inventory follows the committed schema', (t) => {
  fc.assert(
    fc.property(fc.oneof(hostSpec.map(inventoryOf), arbitraryInventory), (inventory) => {
      t.true(validate(published(analyze(inventory, '0.0.0'))), JSON.stringify(validate.errors));
    }),
  );
});

const BREAKS: Readonly<Record<string, (report: Record<string, unknown>) => unknown>> = {
  'a missing list': ({ images: _images, ...rest }) => rest,
  'another version': (report) => ({ ...report, schemaVersion: 2 }),
  'no time': (report) => ({ ...report, generatedAt: 'yesterday' }),
  'a number instead of a yes': (report) => ({ ...report, complete: 1 }),
  'an unknown kind of leftover': (report) => ({ ...report, leftovers: [{ kind: 'odd' }] }),
  'bytes below 0': (report) => withRoot(report, { allocatedBytes: -1 }),
  'half a byte': (report) => withRoot(report, { allocatedBytes: 0.5 }),
  'bytes as text': (report) => withRoot(report, { unaccountedBytes: '7' }),
  'a category of its own': (report) => withRoot(report, { categories: [{ category: 'misc' }] }),
};

function withRoot(report: Record<string, unknown>, fields: Record<string, unknown>): unknown {
  const roots = Array.isArray(report['roots']) ? report['roots'] : [];
  return { ...report, roots: roots.map((root: unknown) => Object.assign({}, root, fields)) };
}

for (const [name, change] of Object.entries(BREAKS)) {
  test(`a report with ${name} does not follow the schema`, (t) => {
    t.false(validate(change(published(harbourReport()))));
  });
}
