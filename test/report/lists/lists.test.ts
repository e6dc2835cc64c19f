import test from 'ava';
import type { ListDefinition } from '../../../src/report/lists/column.js';
import { columnHelp, type ListName, LISTS } from '../../../src/report/lists/all.js';
import { sortRecords } from '../../../src/report/lists/selection.js';
import { renderList } from '../../../src/report/text/list.js';
import type { Report } from '../../../src/report/types.js';
import { harbourReport } from '../harbour.js';

function keysOf<T>(list: ListDefinition<T>): string[] {
  return list.columns.map((column) => column.key);
}

for (const name of Object.keys(LISTS)) {
  test(`the list of ${name} has one column a key, in the form that a filter can name`, (t) => {
    const list = Object.values(LISTS).find((one) => one.name === name);
    const keys = list === undefined ? [] : keysOf<never>(list);
    t.is(new Set(keys).size, keys.length);
    t.true(keys.every((key) => /^[a-z]+$/.test(key)));
    t.true(keys.includes(list?.defaultSort ?? ''));
  });
}

test('the help of a list names every column', (t) => {
  for (const name of Object.keys(LISTS)) {
    const help = columnHelp(name as ListName);
    for (const key of keysOf<never>(LISTS[name as ListName])) t.regex(help, new RegExp(`^  ${key} `, 'm'));
  }
});

/** Every column of a list can be sorted by, and shows the text of every record. */
function exercise<T>(list: ListDefinition<T>, records: readonly T[]): string[] {
  for (const key of keysOf(list)) sortRecords(list, records, key);
  const all = { ...list, columns: list.columns.map((column) => ({ ...column, shown: true })) };
  return renderList(all, records, { iec: false }, Infinity);
}

test('every column of every list sorts and shows a real record', (t) => {
  const report: Report = harbourReport();
  t.is(exercise(LISTS.images, report.images).length, 1 + 3);
  t.is(exercise(LISTS.layers, report.layers).length, 1 + 3);
  t.is(exercise(LISTS.containers, report.containers).length, 1 + 2);
  t.is(exercise(LISTS.volumes, report.volumes).length, 1 + 2);
});
