import test from 'ava';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { cleanText } from '../../../src/report/text/clean-text.js';
import { renderTable, type TableColumn } from '../../../src/report/text/table.js';

const wide = fc.constantFrom('名', '前', '🚢', '👩', 'é', 'e\u0301', '한', 'a', 'B', '❤️', ' ', '🇩🇪');
const cell = fc.oneof(
  fc.string({ unit: wide, maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 12 }).map(cleanText),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map(cleanText),
);

test('columns are aligned by what is seen, not by the number of characters', (t) => {
  const columns: TableColumn[] = [
    { title: 'NAME', align: 'left' },
    { title: 'SIZE', align: 'right' },
    { title: 'X', align: 'left' },
  ];
  const rows = [
    ['名前', '5', 'x'],
    ['🚢', '1,000', 'x'],
    ['plain', '', 'x'],
  ];
  t.deepEqual(renderTable(columns, rows, Infinity), [
    'NAME    SIZE  X',
    '名前       5  x',
    '🚢     1,000  x',
    'plain         x',
  ]);
});

test('every line has its columns at the same place', (t) => {
  const columns: TableColumn[] = [
    { title: 'A', align: 'left', shrinks: 'end' },
    { title: 'B', align: 'right', shrinks: 'end' },
    { title: 'END', align: 'left' },
  ];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { maxLength: 5 }),
      fc.oneof(fc.integer({ min: 31, max: 100 }), fc.constant(Infinity)),
      (cells, available) => {
        const lines = renderTable(
          columns,
          cells.map(([a, b]) => [a, b, 'END']),
          available,
        );
        const [first = 0, ...others] = lines.map((line) => stringWidth(line));
        for (const width of others) t.is(width, first);
      },
    ),
    { numRuns: 1000 },
  );
});

test('no line is wider than the terminal as long as the columns can shrink', (t) => {
  const column = fc.record({
    title: cell,
    align: fc.constantFrom('left', 'right'),
    shrinks: fc.constantFrom('end', 'middle'),
  });
  fc.assert(
    fc.property(
      fc.array(column, { minLength: 1, maxLength: 4 }),
      fc.infiniteStream(cell),
      fc.nat(80),
      (columns, cells, more) => {
        // Each may become 12 columns wide, with two blanks between two of them.
        const available = columns.length * 14 - 2 + more;
        const rows = [0, 1, 2].map(() => columns.map(() => cells.next().value ?? ''));
        for (const line of renderTable(columns, rows, available))
          t.true(stringWidth(line) <= available, line);
      },
    ),
    { numRuns: 1000 },
  );
});

test('columns that may not shrink stay whole in any terminal', (t) => {
  const columns: TableColumn[] = [
    { title: 'NAME', align: 'left', shrinks: 'end' },
    { title: 'SIZE', align: 'right' },
  ];
  const [, line] = renderTable(columns, [['a name that is too long', '1,234,567']], 20);
  t.is(line, 'a name that…  1,234,567');
});

test('where there is no room, columns are left out by their priority, and figures stay whole', (t) => {
  const columns: TableColumn[] = [
    { title: 'NAME', align: 'left', shrinks: 'end' },
    { title: 'FIRST', align: 'right', drop: 1 },
    { title: 'SIZE', align: 'right' },
    { title: 'SECOND', align: 'right', drop: 2 },
  ];
  const rows = [['a name', '1,111', '2,222', '3,333']];
  const at = (available: number): string | undefined => renderTable(columns, rows, available)[1];
  t.is(at(28), 'a name  1,111  2,222   3,333');
  t.is(at(27), 'a name  1,111  2,222');
  t.is(at(19), 'a name  2,222');
  t.is(at(5), 'a name  2,222');
});

test('a text that is cut in the middle keeps both ends', (t) => {
  const columns: TableColumn[] = [{ title: 'P', align: 'left', shrinks: 'middle' }];
  t.is(renderTable(columns, [[`/root/${'x'.repeat(40)}/end`]], 13)[1], '/root/…xx/end');
});

test('the widest column gives way first', (t) => {
  const columns: TableColumn[] = [
    { title: 'A', align: 'left', shrinks: 'end' },
    { title: 'B', align: 'left', shrinks: 'end' },
  ];
  const [, line] = renderTable(columns, [['a'.repeat(15), 'b'.repeat(40)]], 40);
  t.is(line, `${'a'.repeat(15)}  ${'b'.repeat(22)}…`);
});

test('missing cells are empty and lines have no blanks at their end', (t) => {
  const columns: TableColumn[] = [
    { title: 'A', align: 'left' },
    { title: 'LONGER', align: 'left' },
  ];
  t.deepEqual(renderTable(columns, [['x'], []], Infinity), ['A  LONGER', 'x', '']);
});
