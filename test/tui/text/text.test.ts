import xterm from '@xterm/headless';
import test from 'ava';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { bar, fractionOf, stackColumns } from '../../../src/tui/text/bar.js';
import { displayText } from '../../../src/tui/text/display-text.js';
import { dateText } from '../../../src/tui/text/figure.js';
import { displayWidth, fit, spread } from '../../../src/report/text/fit.js';
import { wrapText } from '../../../src/report/text/wrap.js';

const anyText = fc.string({ unit: 'binary', maxLength: 60 }).map(displayText);

test('any text fits exactly into its cell', (t) => {
  fc.assert(
    fc.property(
      anyText,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('left', 'right'),
      (text, width, align) => {
        t.is(stringWidth(fit(text, width, align)), width);
      },
    ),
  );
});

test('a wide character that does not fit leaves a space', (t) => {
  t.is(fit('日本語', 4), '日… ');
  t.is(fit('日本', 4), '日本');
});

test('safe text has no control character, no direction mark and one line', (t) => {
  fc.assert(
    fc.property(anyText, (text) => {
      t.false(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text));
    }),
  );
  t.is(displayText('a\u001B[31mb\nc\u202Ed'), 'a\\x1b[31mb\\nc\\u202ed');
});

test('a terminal gives CJK, accents and hostile marks the width that the cells count with', async (t) => {
  const terminal = new xterm.Terminal({ cols: 200, rows: 2, allowProposedApi: true });
  for (const raw of [
    '日本語',
    'é',
    'a\u0301\u0301\u0301\u0301\u0301',
    '각',
    '\u1112\u1161\u11AB',
    '☀\uFE0F',
    'ｱ',
    'ไทย',
  ]) {
    const text = displayText(raw);
    await new Promise<void>((resolve) => terminal.write(`\r\u001B[2K${text}`, resolve));
    t.is(terminal.buffer.active.cursorX, displayWidth(text), JSON.stringify(text));
  }
});

test('very long text is cut before it costs anything', (t) => {
  t.true(displayText('x'.repeat(10_000_000)).length < 5000);
});

test('the two ends of a line never overlap', (t) => {
  t.is(spread('left', 'right', 12), 'left   right');
  t.is(spread('a long left side', 'right', 12), 'a long…right');
  t.is(spread('left', 'a long right side', 8), 'a long …');
});

test('wrapped text keeps everything and breaks at spaces', (t) => {
  t.deepEqual(wrapText('one two three', 8, 9), ['one two', 'three']);
  t.deepEqual(wrapText('abcdefgh', 3, 2), ['abc', 'de…']);
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 20 }), (text, width) => {
      const lines = wrapText(text, width, 100);
      t.true(lines.every((line) => stringWidth(line) <= width));
      t.is(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    }),
  );
});

test('a bar is as long as its share, and never empty above 0', (t) => {
  t.is(bar(0.5, 8), '████');
  t.is(bar(1e-9, 8), '▏');
  t.is(bar(0, 8), '');
  t.is(bar(7, 4), '████');
  t.is(bar(Number.NaN, 4), '');
});

test('an unmeasured figure has no share', (t) => {
  t.is(fractionOf(null, 5), null);
  t.is(fractionOf(5, null), null);
  t.is(fractionOf(1, 0), null);
  t.is(fractionOf(1, 4), 0.25);
});

test('stacked shares never take more columns than there are', (t) => {
  t.deepEqual(stackColumns([0.5, 0.25], 8), [4, 2]);
  t.deepEqual(stackColumns([0.0001, 0.25], 8), [1, 1]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1 })), fc.nat(60), (shares, width) => {
      const columns = stackColumns(shares, width);
      t.true(columns.every((count) => count >= 0));
      t.true(columns.reduce((a, b) => a + b, 0) <= width);
    }),
  );
});

test('times are shown in UTC, and unknown ones as such', (t) => {
  t.is(dateText('2024-05-01T10:30:00+02:00'), '2024-05-01 08:30');
  t.is(dateText(null), '?');
  t.is(dateText('nonsense'), '?');
});
