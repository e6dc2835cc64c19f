import process from 'node:process';
import test from 'ava';
import stringWidth from 'string-width';
import { loadCharts } from '../../../src/tui/charts/load-charts.js';
import { ROLE_COLORS } from '../../../src/tui/theme/palette.js';
import { createTheme } from '../../../src/tui/theme/theme.js';

const theme = createTheme('256');
const slices = [
  { label: 'disk used', fraction: 0.67, color: ROLE_COLORS.warn },
  { label: 'this root', fraction: 0.33, color: ROLE_COLORS.accent },
];
const space = { columns: 48, rows: 9, theme };

function plainText(lines: readonly string[]): string {
  return lines.join('\n').replaceAll(/\u001B\[[\d;]*m/g, '');
}

test('donuts show each share and its label within their space', async (t) => {
  const charts = await loadCharts();
  const lines = charts?.donuts(slices, space) ?? [];
  const text = plainText(lines);
  t.true(lines.length > 0 && lines.length <= 9);
  t.true(lines.every((line) => stringWidth(line) <= 48));
  for (const expected of ['67%', '33%', 'disk used', 'this root', '⣿'])
    t.true(text.includes(expected), expected);
});

test('the same data gives the same lines, whatever was drawn in between', async (t) => {
  const charts = await loadCharts();
  const first = charts?.donuts(slices, space);
  charts?.donuts([{ label: 'other', fraction: 1, color: ROLE_COLORS.bad }], space);
  t.deepEqual(charts?.donuts(slices, space), first);
});

test('a ring is in its color, and text in the color of the terminal', async (t) => {
  const lines = (await loadCharts())?.donuts(slices, space) ?? [];
  t.true(lines.some((line) => line.includes('\u001B[38;5;178m')));
  t.false(lines.some((line) => line.includes('\u001B[37m')));
});

test('shares beyond the whole are drawn as the whole, never as a percentage of a percentage', async (t) => {
  const charts = await loadCharts();
  for (const [fraction, shown] of [
    [1, '100%'],
    [7, '100%'],
    [-1, '0%'],
    [Number.NaN, '0%'],
  ] as const) {
    const lines = charts?.donuts([{ label: 'x', fraction, color: ROLE_COLORS.good }], space) ?? [];
    t.true(plainText(lines).includes(shown), `${fraction}`);
  }
});

test('there are no lines without room, without shares and without colors to tell ring from track', async (t) => {
  const charts = await loadCharts();
  t.deepEqual(charts?.donuts(slices, { ...space, rows: 5 }), []);
  t.deepEqual(charts?.donuts(slices, { ...space, columns: 20 }), []);
  t.deepEqual(charts?.donuts([], space), []);
  t.deepEqual(charts?.donuts(slices, { ...space, theme: createTheme('none') }), []);
});

test('a label that looks like markup is text', async (t) => {
  const lines = (await loadCharts())?.donuts(
    [{ label: '{bold}a', fraction: 0.5, color: ROLE_COLORS.good }],
    space,
  );
  t.true(plainText(lines ?? []).includes('bolda'));
});

test('the hidden screen leaves signals and errors to the process', async (t) => {
  await loadCharts();
  for (const event of ['SIGTERM', 'SIGINT', 'SIGQUIT', 'uncaughtException']) {
    const names = process.listeners(event as NodeJS.Signals).map((listener) => String(listener));
    t.false(
      names.some((code) => code.includes('Screen') || code.includes('process.exit(0)')),
      event,
    );
  }
});
