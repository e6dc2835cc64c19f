import test from 'ava';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { analyze } from '../../../src/analyzers/analyze.js';
import { columnHelp, LIST_NAMES, LISTS } from '../../../src/report/lists/all.js';
import { type ListDefinition, whyEmpty } from '../../../src/report/lists/column.js';
import { limitList } from '../../../src/report/lists/limits.js';
import { sortRecords } from '../../../src/report/lists/selection.js';
import { cellStyle } from '../../../src/report/text/figure.js';
import { renderList } from '../../../src/report/text/list.js';
import type { Report } from '../../../src/report/types.js';
import { arbitraryInventory } from '../../analyzers/arbitrary-inventory.js';
import { harbourReport } from '../harbour.js';
import { aNetworkReport } from '../live-reports.js';

const DECIMAL = { iec: false };

test('every list is under its own name', (t) => {
  t.deepEqual(Object.keys(LISTS), [...LIST_NAMES]);
  for (const name of LIST_NAMES) t.is(LISTS[name].name, name);
});

for (const name of LIST_NAMES) {
  test(`the list of ${name} has one column a key, in the form that a filter can name`, (t) => {
    const keys = LISTS[name].columns.map((column) => column.key);
    t.is(new Set(keys).size, keys.length);
    t.true(keys.every((key) => /^[a-z]+$/.test(key)));
    t.true(keys.includes(LISTS[name].defaultSort));
    for (const key of keys) t.regex(columnHelp(LISTS[name]), new RegExp(`^  ${key} `, 'm'));
  });

  test(`no two columns of ${name} that may be left out have the same priority`, (t) => {
    const drops = LISTS[name].columns.flatMap(({ drop }) => drop ?? []);
    t.is(new Set(drops).size, drops.length);
  });
}

/** A list of every column, as a table of all its records, sorted by each column in turn. */
function exercise<T>(list: ListDefinition<T>, report: Report, available = Infinity): string[] {
  const records = list.records(report);
  for (const { key } of list.columns) sortRecords(list, records, key);
  const asked = available === Infinity ? list.columns.map(({ key }) => key) : [];
  return renderList(list, records, { style: cellStyle(report, DECIMAL), available, asked });
}

function exerciseAll(report: Report, available?: number): string[][] {
  return [
    exercise(LISTS.images, report, available),
    exercise(LISTS.layers, report, available),
    exercise(LISTS.containers, report, available),
    exercise(LISTS.volumes, report, available),
    exercise(LISTS.cache, report, available),
    exercise(LISTS.leftovers, report, available),
    exercise(LISTS.networks, report, available),
    exercise(LISTS.logs, report, available),
    exercise(LISTS.processes, report, available),
    exercise(limitList, report, available),
  ];
}

test('every column of every list sorts and shows a real record', (t) => {
  const tables = exerciseAll(harbourReport());
  const rows = tables.map((lines) => (lines.includes('') ? lines.indexOf('') : lines.length) - 1);
  t.deepEqual(rows, [3, 3, 2, 2, 2, 1, 0, 2, 0, 2]);
});

/** Nothing of a report may move the cursor, colour the screen or reorder what is read. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test('no line of any list is wider than the terminal, nor unclean', (t) => {
  fc.assert(
    fc.property(arbitraryInventory, fc.integer({ min: 60, max: 200 }), (inventory, available) => {
      for (const line of exerciseAll(analyze(inventory, '0.0.0'), available).flat()) {
        t.true(stringWidth(line) <= available, line);
        t.notRegex(line, UNSAFE);
      }
    }),
    { numRuns: 150 },
  );
});

test('no figure is cut in any terminal', (t) => {
  const report = harbourReport();
  const cells = new Set(exerciseAll(report).flatMap((lines) => lines.flatMap((line) => line.split(/ {2,}/))));
  for (const available of [60, 72, 80, 100, 120]) {
    for (const line of exerciseAll(report, available).flat()) {
      for (const figure of line.match(/(?<= {2})[≥~]?[\d.,]+ [kMG]?B(?= {2}|$)/g) ?? []) {
        t.true(cells.has(figure), `${figure} at ${available}`);
      }
    }
  }
});

test('a list that nobody collected says so, one that was not read whole too', (t) => {
  const report = harbourReport();
  t.is(whyEmpty(LISTS.networks, report), 'no networks');
  const skipped: Report = { ...report, notCollected: ['networks'] };
  t.regex(whyEmpty(LISTS.networks, skipped), /^networks were not collected/);
  t.is(whyEmpty(LISTS.cache, report), 'no build cache records');
  t.regex(whyEmpty(LISTS.cache, { ...report, complete: false }), /but not everything could be read$/);
});

test('the engine’s own figure of a cache record is shown only where it differs', (t) => {
  const report = harbourReport();
  const [record] = report.buildCache;
  if (record === undefined) throw new Error('the harbour has a build cache');
  const linesOf = (engineSizeBytes: number | null): string =>
    exercise(LISTS.cache, { ...report, buildCache: [{ ...record, engineSizeBytes }] }, 300).join('\n');
  for (const same of [record.allocatedBytes, record.apparentBytes, null]) {
    t.notRegex(linesOf(same), /ENGINE SAYS/);
  }
  t.regex(linesOf(123_000), /ENGINE SAYS[^]* 123\.00 kB/);
  // The driver's own files beside the data make no difference worth showing.
  t.notRegex(linesOf((record.apparentBytes ?? 0) - 200), /ENGINE SAYS/);
});

test('why volumes were not measured is said once, by the reason and not by the legend', (t) => {
  const report = harbourReport();
  const [volume] = report.volumes;
  if (volume === undefined) throw new Error('the harbour has volumes');
  const unmeasured = {
    ...volume,
    allocatedBytes: null,
    source: 'unmeasured',
    unmeasuredReason: 'x',
  } as const;
  const lines = exercise(LISTS.volumes, { ...report, volumes: [unmeasured] }, 120);
  t.deepEqual(
    lines.filter((line) => line.startsWith('? ')),
    [`? ${volume.name}: x`],
  );
});

test('leftovers end with the safe way to remove each kind, said once', (t) => {
  const report = harbourReport();
  const [leftover] = report.leftovers;
  if (leftover === undefined) throw new Error('the harbour has a leftover');
  const twice = { ...report, leftovers: [leftover, { ...leftover, path: '/other' }] };
  const lines = exercise(LISTS.leftovers, twice, 400);
  t.is(lines.filter((line) => line.startsWith(`${leftover.kind}: ${leftover.removal}`)).length, 1);
  const unknown = { ...report, leftovers: [{ ...leftover, removal: '', key: 'a key' }] };
  t.false(exercise(LISTS.leftovers, unknown).join('\n').includes('HOW TO REMOVE'));
  t.true(exercise(LISTS.leftovers, unknown).join('\n').includes('a key'));
});

test('a network shows its ranges and gateways', (t) => {
  const network = aNetworkReport({
    name: 'shop\u001b[2J',
    internal: true,
    createdAt: '2026-01-02T03:04:05Z',
    subnets: [
      { subnet: '172.18.0.0/16', gateway: '172.18.0.1' },
      { subnet: 'fd00::/64', gateway: null },
    ],
  });
  const [, line = ''] = renderList(LISTS.networks, [network], {
    style: cellStyle(harbourReport(), DECIMAL),
    available: Infinity,
  });
  t.deepEqual(line.split(/ {2,}/), [
    'shop\\x1b[2J',
    'abababababab',
    'bridge',
    'local',
    '172.18.0.0/16, fd00::/64',
    '172.18.0.1',
    'yes',
    '0',
    '2026-01-02',
  ]);
});
