import test from 'ava';
import * as fc from 'fast-check';
import { timestampFromNanoseconds, utcTimestamp } from '../../src/formats/timestamp.js';

test('nanoseconds since 1970 become RFC 3339 as Go writes it', (t) => {
  t.is(timestampFromNanoseconds(1795453282936179003n), '2026-11-23T17:01:22.936179003Z');
  t.is(timestampFromNanoseconds(1795453282_500_000_000n), '2026-11-23T17:01:22.5Z');
  t.is(timestampFromNanoseconds(1795453282_000_000_000n), '2026-11-23T17:01:22Z');
});

test('times that are not set or absurd are null', (t) => {
  t.is(timestampFromNanoseconds(0n), null);
  t.is(timestampFromNanoseconds(-1n), null);
  t.is(timestampFromNanoseconds(10n ** 40n), null);
  for (const text of ['', 'yesterday', '0001-01-01T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01']) {
    t.is(utcTimestamp(text), null, text);
  }
  t.is(utcTimestamp('9999-12-31T23:00:00-05:00'), null);
});

test('a time with an offset is moved to UTC and keeps its nanoseconds', (t) => {
  t.is(utcTimestamp('2026-11-24T01:01:17.638073402+08:00'), '2026-11-23T17:01:17.638073402Z');
  t.is(utcTimestamp('2026-11-23T12:01:17.630-05:00'), '2026-11-23T17:01:17.63Z');
});

test('both ways of writing a moment agree', (t) => {
  const property = fc.property(fc.bigInt({ min: 1n, max: 253402300799n * 10n ** 9n }), (nanoseconds) => {
    const text = timestampFromNanoseconds(nanoseconds);
    t.not(text, null);
    t.is(utcTimestamp(text ?? ''), text);
  });
  t.notThrows(() => fc.assert(property));
});

test('any text is a time or null', (t) => {
  const property = fc.property(fc.string(), (text) => {
    t.true(utcTimestamp(text) === null || !Number.isNaN(Date.parse(text)));
  });
  t.notThrows(() => fc.assert(property));
});
