import test from 'ava';
import * as fc from 'fast-check';
import { parseCount, parseUnsigned, toCount, toMicros } from '../../../src/formats/cgroup/numbers.js';

test('every number of 64 bits is read, to the last digit', (t) => {
  t.is(parseUnsigned('18446744073709551615'), 18_446_744_073_709_551_615n);
  t.notThrows(() =>
    fc.assert(fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (value) => parseUnsigned(String(value)) === value)),
  );
});

test('what is no plain whole number is none', (t) => {
  for (const text of ['', ' ', '-1', '+1', '1 ', '0x10', '1.5', '1e3', 'max', '1\n2', '1'.repeat(21)]) {
    t.is(parseUnsigned(text), null, text);
  }
});

test('a count that a double does not hold exactly is none, and neither is a negative one', (t) => {
  t.is(toCount(BigInt(Number.MAX_SAFE_INTEGER)), Number.MAX_SAFE_INTEGER);
  t.is(toCount(BigInt(Number.MAX_SAFE_INTEGER) + 1n), null);
  t.is(toCount(-1n), null);
  t.is(toCount(null), null);
  t.is(toCount(undefined), null);
});

test('microseconds are exact although the nanoseconds are more than a double holds', (t) => {
  t.is(toMicros(1_234_567_890_123_456_999n), 1_234_567_890_123_456);
  t.is(toMicros(9_007_199_254_740_992_000n), null);
  t.is(toMicros(1999n), 1);
  t.is(toMicros(null), null);
});

test('a file with one number ends in a newline', (t) => {
  t.is(parseCount('4096\n'), 4096);
  t.is(parseCount('\n'), null);
});

test('any text is a whole number or none', (t) => {
  const property = fc.property(fc.string(), (text) => {
    const count = parseCount(text);
    return count === null || Number.isSafeInteger(count);
  });
  t.notThrows(() => fc.assert(property));
});
