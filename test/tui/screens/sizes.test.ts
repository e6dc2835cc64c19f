import test from 'ava';
import stringWidth from 'string-width';
import { frameLines } from '../../../src/tui/screens/frame.js';
import { cannedFeed } from '../canned-feed.js';
import { hostileReport } from '../hostile-report.js';
import { partialReport } from '../partial-report.js';
import { sampleReport } from '../sample-report.js';
import { openScreen } from '../screen.js';
import { createDriver } from '../view.js';

const SIZES = [
  [120, 40],
  [80, 24],
  [60, 15],
  [200, 60],
  [59, 15],
  [60, 14],
  [1, 1],
] as const;

test('every frame has exactly the rows of the terminal, none wider than it, whatever the names are', (t) => {
  for (const report of [hostileReport(), partialReport(), sampleReport()]) {
    for (const [columns, rows] of SIZES) {
      const driver = createDriver(report, { columns, rows });
      for (const key of [
        '1',
        'G',
        '2',
        'enter',
        'j',
        'enter',
        'G',
        '3',
        'enter',
        '4',
        'enter',
        'enter',
        '5',
        'enter',
        '6',
        'enter',
        '7',
        'enter',
        '8',
        'enter',
        'enter',
        '0',
        'enter',
        'j',
        'enter',
        '?',
      ]) {
        driver.press(key);
        const lines = frameLines(driver.view());
        t.is(lines.length, rows);
        for (const line of lines) {
          t.true(stringWidth(line) <= columns, `${columns}×${rows} ${key}: ${line}`);
          t.notRegex(line.replaceAll(/\u001B\[[\d;]+m/g, ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }
    }
  }
});

test('hostile names change nothing on the terminal but their own cells', async (t) => {
  const screen = openScreen(t, cannedFeed(hostileReport()));
  screen.type('2');
  await screen.until((text) => /^─ Images 12.*\n.*\n▸ .*≥[\d,]+ *$/m.test(text), 'an escaped name');
  const lines = screen.lines();
  t.regex(lines[0] ?? '', /bilge +1 Overview /);
  t.true(lines[1]?.startsWith('─ Images 12'));
  t.true(lines.at(-1)?.startsWith(' q quit'));
  const rows = lines.slice(3, 15);
  t.is(rows.length, 12);
  // The terminal counts wide characters as the cells do: the figures stay in their columns.
  for (const row of rows) t.regex(row, / ≥[\d,]+ *$/);
  t.is(new Set(rows.map((row) => stringWidth(row.trimEnd()))).size, 1);
  const wide = rows.find((row) => row.includes('日本語'));
  t.regex(wide ?? '', /^ {2}[日本語の名前]{8}…[日本語の名前]{5} \(\+1\) {3}[0-9a-f]{12} {2}/u);
});

test('a terminal that is too small says so, and shows the screen again when it grows', async (t) => {
  const screen = openScreen(t, cannedFeed(sampleReport()), { columns: 50, rows: 12 });
  await screen.until((text) => text.includes('The terminal is 50×12; bilge needs 60×15.'), 'too small');
  screen.resize(60, 15);
  await screen.until((text) => text.includes('/var/lib/docker'), 'the overview');
  screen.resize(120, 40);
  await screen.until((text) => text.includes('Filesystem'), 'all of it');
  screen.resize(80, 24);
  await screen.until(
    (text) => text.includes('Filesystem') && text.split('\n').every((line) => line.length <= 80),
    'fewer columns',
  );
  t.false(screen.text().includes('OBJECTS'));
});
