import test from 'ava';
import { formatAge } from '../../../src/report/text/age.js';
import { bytesFigure, certaintyOf, countFigure, legendOf, markOf } from '../../../src/report/text/figure.js';

const STYLE = { iec: false };
const WHOLE = { partial: false, exact: true };
const UNREADABLE = { partial: false, exact: false };
const RUNNING = { partial: true, exact: false };

test('a figure says when it was not measured, can only grow, or was told', (t) => {
  t.is(bytesFigure(null, '≥', STYLE), '?');
  t.is(bytesFigure(0, '', STYLE), '0 B');
  t.is(bytesFigure(1_500_000, '≥', STYLE), '≥1.50 MB');
  t.is(bytesFigure(1_500_000, '~', STYLE), '~1.50 MB');
  t.is(countFigure(1234, '≥'), '≥1,234');
  t.is(countFigure(null, ''), '?');
});

test('what was measured in full has no mark, even where another figure of the record is missing', (t) => {
  t.is(markOf({ source: 'disk', unmeasuredReason: null }, WHOLE), '');
  t.is(markOf({ source: 'disk', unmeasuredReason: 'containers unknown' }, WHOLE), '');
  t.is(markOf({ source: 'unmeasured', unmeasuredReason: 'x' }, RUNNING), '');
});

test('what was measured in part is a lower bound', (t) => {
  t.is(markOf({ source: 'disk', unmeasuredReason: null }, RUNNING), '≥');
  t.is(markOf({ source: 'disk', unmeasuredReason: '2 entries' }, UNREADABLE), '≥');
  t.is(markOf({ source: 'disk', unmeasuredReason: null }, UNREADABLE), '');
  t.is(markOf({}, RUNNING), '≥');
});

test('what was told or recorded is marked whatever the scan did', (t) => {
  for (const certainty of [WHOLE, UNREADABLE, RUNNING]) {
    t.is(markOf({ source: 'engine', unmeasuredReason: 'x' }, certainty), '~');
    t.is(markOf({ source: 'computed', unmeasuredReason: null }, certainty), '~');
  }
});

test('one root that was not seen whole makes figures uncertain', (t) => {
  const scan = { state: 'complete', elapsedMs: 1, vanished: 0, unreadable: 0, mountsSkipped: [] } as const;
  t.deepEqual(certaintyOf([{ scan: { ...scan, mountsSkipped: [] } }]), WHOLE);
  t.deepEqual(
    certaintyOf([
      { scan: { ...scan, mountsSkipped: [] } },
      { scan: { ...scan, unreadable: 1, mountsSkipped: [] } },
    ]),
    UNREADABLE,
  );
  for (const state of ['running', 'cancelled'] as const) {
    t.deepEqual(certaintyOf([{ scan: { ...scan, state, mountsSkipped: [] } }]), RUNNING);
  }
});

test('the legend is one line with the marks that occur, and none without them', (t) => {
  t.deepEqual(legendOf(['1.20 GB', '0 B', '']), []);
  t.deepEqual(legendOf(['≥1.20 GB']), ['≥ at least, not everything was seen']);
  const [line = '', ...more] = legendOf(['~1 B', '?', '≥1 B', '?']);
  t.deepEqual(more, []);
  t.regex(line, /^≥ .* · \? not measured · ~ told/);
});

test('an age is given in its largest unit, and never below nothing', (t) => {
  const now = '2026-03-01T00:00:00Z';
  t.is(formatAge('2026-02-28T23:59:30Z', now), '30 s');
  t.is(formatAge('2026-02-28T22:00:00Z', now), '2 h');
  t.is(formatAge('2026-02-28T23:50:00Z', now), '10 min');
  t.is(formatAge('2026-02-01T00:00:00Z', now), '28 d');
  t.is(formatAge('2020-02-01T00:00:00Z', now), '6 y');
  t.is(formatAge('2030-01-01T00:00:00Z', now), '0 s');
  t.is(formatAge(null, now), '');
});
