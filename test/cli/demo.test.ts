import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { z } from 'zod';
import { reportSchema } from '../../src/report/schema/report.js';
import type { Report } from '../../src/report/types.js';
import { emptyMachine, type Machine } from './support/machine.js';

const LISTS = [
  'images',
  'layers',
  'containers',
  'volumes',
  'cache',
  'leftovers',
  'networks',
  'logs',
] as const;

/** The report's list that a list command prints. */
function fieldOf(name: (typeof LISTS)[number]): keyof Report {
  if (name === 'logs') return 'containers';
  return name === 'cache' ? 'buildCache' : name;
}

async function demoReport(machine: Machine): Promise<Report> {
  const { stdout, code } = await machine.bilge(['demo', 'report', '--format', 'json']);
  if (code !== 0) throw new Error(`bilge demo report ended with ${code}`);
  return reportSchema.parse(JSON.parse(stdout));
}

/** What a list command prints as JSON. */
async function idsOf(machine: Machine, args: readonly string[]): Promise<string[]> {
  const { stdout } = await machine.bilge(['demo', ...args, '--json']);
  return z
    .array(z.object({ id: z.string() }))
    .parse(JSON.parse(stdout))
    .map(({ id }) => id);
}

/** Records as text, whatever their order. */
function inOrder(records: readonly unknown[]): string[] {
  return records.map((record) => JSON.stringify(record)).sort();
}

/** The column of short ids, from top to bottom. */
function shortIds(table: string): string[] {
  return table.match(/(?<= )[0-9a-f]{12}(?= )/g) ?? [];
}

test('every text view of the sample begins with SAMPLE, works without any engine, and ends with 0', async (t) => {
  const machine = await emptyMachine(t);
  const views = [[], ['df'], ...LISTS.map((name) => [name]), ['report', '--format', 'text']];
  for (const view of views) {
    const { code, stdout, stderr } = await machine.bilge(['demo', ...view]);
    t.is(code, 0, stderr);
    t.regex(stdout, /^SAMPLE\b/, view.join(' '));
    t.is(stderr, '');
  }
});

test('a text report of the sample in a file begins with SAMPLE as well', async (t) => {
  const machine = await emptyMachine(t);
  const { code } = await machine.bilge([
    'demo',
    'report',
    '--format',
    'text',
    '-o',
    machine.at('report.txt'),
  ]);
  t.is(code, 0);
  t.regex(await readFile(machine.at('report.txt'), 'utf8'), /^SAMPLE\b/);
});

test('JSON of the sample says so: in the report’s field, and on standard error for lists, whose records have none', async (t) => {
  const machine = await emptyMachine(t);
  t.true((await demoReport(machine)).sample);
  const { stdout } = await machine.bilge(['demo', 'df', '--json']);
  t.true(JSON.parse(stdout).sample);
  for (const name of LISTS) {
    const { stderr } = await machine.bilge(['demo', name, '--json']);
    t.regex(stderr, /^SAMPLE\b/, name);
  }
});

for (const name of LISTS) {
  test(`bilge ${name} --json prints exactly the records of the report’s list`, async (t) => {
    const machine = await emptyMachine(t);
    const report = await machine.bilge(['demo', 'report', '--format', 'json']);
    const list = await machine.bilge(['demo', name, '--json']);
    t.is(list.code, 0);
    const records = inOrder(JSON.parse(list.stdout));
    t.true(records.length > 0);
    t.deepEqual(records, inOrder(JSON.parse(report.stdout)[fieldOf(name)]));
  });
}

test('bilge df --json is the report without its lists', async (t) => {
  const machine = await emptyMachine(t);
  const report = await demoReport(machine);
  const { stdout } = await machine.bilge(['demo', 'df', '--json']);
  const accounting = JSON.parse(stdout);
  t.deepEqual(accounting.roots, JSON.parse(JSON.stringify(report.roots)));
  t.like(report, { schemaVersion: accounting.schemaVersion, complete: accounting.complete });
  for (const name of LISTS) t.false(fieldOf(name) in accounting);
});

test('a report in a file is the same as on standard output, and matches the published schema', async (t) => {
  const machine = await emptyMachine(t);
  const printed = await machine.bilge(['demo', 'report', '--format', 'json']);
  const { code, stdout } = await machine.bilge(['demo', 'report', '-o', machine.at('report.json')]);
  t.is(code, 0);
  t.is(stdout, '');
  const written = await readFile(machine.at('report.json'), 'utf8');
  t.is(written, printed.stdout);
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
    z.toJSONSchema(reportSchema),
  );
  t.true(validate(JSON.parse(written)), JSON.stringify(validate.errors));
});

test('text and JSON are sorted alike', async (t) => {
  const machine = await emptyMachine(t);
  for (const sort of ['total', 'total:asc', 'created:desc', 'image']) {
    const ids = await idsOf(machine, ['images', '--sort', sort]);
    const { stdout } = await machine.bilge(['demo', 'images', '--all', '--sort', sort]);
    const wanted = ids.map((id) => id.slice('sha256:'.length, 'sha256:'.length + 12));
    t.deepEqual(shortIds(stdout), wanted, sort);
  }
});

test('sorting by size puts the largest first, and the smallest with :asc', async (t) => {
  const machine = await emptyMachine(t);
  const down = await idsOf(machine, ['containers', '--sort', 'total']);
  const up = await idsOf(machine, ['containers', '--sort', 'total:asc']);
  const { containers } = await demoReport(machine);
  const size = (id: string): number =>
    containers.find((container) => container.id === id)?.totalBytes ?? Number.NaN;
  const sizes = down.map(size);
  t.true(sizes.length > 1);
  t.deepEqual(
    sizes,
    [...sizes].sort((left, right) => right - left),
  );
  t.deepEqual(up.map(size), [...sizes].reverse());
});

test('text and JSON are filtered alike, and filters add up', async (t) => {
  const machine = await emptyMachine(t);
  const { images } = await demoReport(machine);
  const wanted = images.filter(
    (image) => image.containers.length > 0 && (image.totalBytes ?? 0) > 50_000_000 && !image.dangling,
  );
  const filters = ['--filter', 'used=true', '--filter', 'total>50MB', '--filter', 'dangling=false'];
  t.true(wanted.length > 0 && wanted.length < images.length);
  const ids = await idsOf(machine, ['images', ...filters]);
  t.deepEqual([...ids].sort(), wanted.map(({ id }) => id).sort());
  const { stdout } = await machine.bilge(['demo', 'images', ...filters]);
  t.is(shortIds(stdout).length, wanted.length);
});

test('a filter that nothing passes gives an empty list and 0', async (t) => {
  const machine = await emptyMachine(t);
  const json = await machine.bilge(['demo', 'volumes', '--json', '--filter', 'size>900TB']);
  t.deepEqual(JSON.parse(json.stdout), []);
  const text = await machine.bilge(['demo', 'volumes', '--filter', 'size>900TB']);
  t.is(text.code, 0);
  t.regex(text.stdout, /^no volumes$/m);
});

test('intermediate images are left out of the table, counted below it, shown with --all, and always in JSON', async (t) => {
  const machine = await emptyMachine(t);
  const { images } = await demoReport(machine);
  const intermediate = images.filter((image) => image.intermediate);
  t.true(intermediate.length > 0);
  const usual = await machine.bilge(['demo', 'images']);
  const all = await machine.bilge(['demo', 'images', '--all']);
  t.is(shortIds(usual.stdout).length, images.length - intermediate.length);
  t.true(usual.stdout.includes(`${intermediate.length} intermediate images not shown`));
  t.is(shortIds(all.stdout).length, images.length);
  t.false(all.stdout.includes('not shown'));
  t.is((await idsOf(machine, ['images'])).length, images.length);
});

test('--iec gives binary units in text and changes no JSON', async (t) => {
  const machine = await emptyMachine(t);
  for (const view of [['df'], ['images'], ['report', '--format', 'text']]) {
    const decimal = await machine.bilge(['demo', ...view]);
    const binary = await machine.bilge(['demo', ...view, '--iec']);
    t.regex(binary.stdout, /\d [KMG]iB/, view.join(' '));
    t.notRegex(binary.stdout, /\d [kMG]B/, view.join(' '));
    t.regex(decimal.stdout, /\d [kMG]B/);
    t.notRegex(decimal.stdout, /\d [KMG]iB/);
  }
  const plain = await machine.bilge(['demo', 'images', '--json']);
  const iec = await machine.bilge(['demo', 'images', '--json', '--iec']);
  t.is(iec.stdout, plain.stdout);
});

test('the sample is the same twice, but for when it is printed', async (t) => {
  const machine = await emptyMachine(t);
  const runs = [await demoReport(machine), await demoReport(machine)];
  const [first, second] = runs.map((report) => ({
    ...report,
    roots: report.roots.map((root) => ({ ...root, scan: { ...root.scan, elapsedMs: 0 } })),
  }));
  t.deepEqual(first, second);
});
