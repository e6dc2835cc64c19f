import test from 'ava';
import * as fc from 'fast-check';
import { limitOrNull, parseLimit } from '../../../src/formats/cgroup/limit.js';

test('a number is a limit, to the byte', (t) => {
  t.is(parseLimit('104857600\n'), 104_857_600);
  t.is(parseLimit('0\n'), 0);
  t.notThrows(() => fc.assert(fc.property(fc.maxSafeNat(), (value) => parseLimit(`${value}\n`) === value)));
});

test('none at all is written in three ways', (t) => {
  t.is(parseLimit('max\n'), 'none');
  t.is(parseLimit('-1\n'), 'none');
  for (const pages of [12n, 14n, 16n])
    t.is(parseLimit(`${(2n ** 63n - 1n) & ~(2n ** pages - 1n)}\n`), 'none');
});

test('a text that is no limit is not taken for none', (t) => {
  for (const text of ['', '\n', 'min', '-2', '1.5', '100000 max', 'Max']) t.is(parseLimit(text), null, text);
});

test('any text is a whole number, none or no limit', (t) => {
  const property = fc.property(fc.string(), (text) => {
    const limit = parseLimit(text);
    return limit === null || limit === 'none' || Number.isSafeInteger(limit);
  });
  t.notThrows(() => fc.assert(property));
});

test('in a model no limit is null', (t) => {
  t.deepEqual([limitOrNull('none'), limitOrNull(null), limitOrNull(0), limitOrNull(5)], [null, null, 0, 5]);
});
