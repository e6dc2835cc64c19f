import test from 'ava';
import * as fc from 'fast-check';
import { parseDuration } from '../../src/formats/duration.js';

test('times are read in minutes, hours, days and weeks', (t) => {
  t.is(parseDuration('90m'), 5_400_000);
  t.is(parseDuration('12h'), 43_200_000);
  t.is(parseDuration('30d'), 2_592_000_000);
  t.is(parseDuration(' 2 W '), 1_209_600_000);
  t.is(parseDuration('1.5h'), 5_400_000);
  t.is(parseDuration('0'), 0);
  t.is(parseDuration('0d'), 0);
});

test('what is no time is none', (t) => {
  for (const text of ['', '30', 'd', '-1d', '1e3d', '30 days', '1,5h', '5y', '1h30m', '0x1h', 'Infinityd']) {
    t.is(parseDuration(text), null, text);
  }
});

test('any text is whole milliseconds or nothing', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,12}(\.\d{1,8})?[mhdw]$/)), (text) => {
      const milliseconds = parseDuration(text);
      t.true(milliseconds === null || (Number.isSafeInteger(milliseconds) && milliseconds >= 0));
    }),
  );
});
