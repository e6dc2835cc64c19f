import test from 'ava';
import * as fc from 'fast-check';
import { latestUse, timeMs } from '../../../src/analyzers/recommendations/last-use.js';
import { isRfc3339 } from './rfc3339.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const HOUR = 3_600_000;

test('the last use is the latest of the known times', (t) => {
  const uses = [
    { atMs: NOW - 3 * HOUR, how: 'it was created' },
    { atMs: NOW - HOUR, how: 'it ended' },
    { atMs: null, how: 'a tag was set' },
    { atMs: NOW - 2 * HOUR, how: 'it was started' },
  ];
  t.deepEqual(latestUse(uses, NOW), {
    lastUsedAt: '2026-06-01T11:00:00.000Z',
    lastUse: 'it ended',
    ageMs: HOUR,
  });
});

test('without a time of any use the age is not known', (t) => {
  for (const atMs of [null, 0, -1, Number.NaN, 9e18, Number.POSITIVE_INFINITY]) {
    t.deepEqual(latestUse([{ atMs, how: 'it was created' }], NOW), {
      lastUsedAt: null,
      lastUse: 'no time of use is known',
      ageMs: null,
    });
  }
  t.is(timeMs('0001-01-01T00:00:00Z'), Date.parse('0001-01-01T00:00:00Z'));
  t.is(timeMs('yesterday'), null);
  t.is(timeMs(null), null);
});

test('a year that no date can be written with leaves the age alone', (t) => {
  const atMs = Date.parse('+012000-01-01T00:00:00Z');
  t.deepEqual(latestUse([{ atMs, how: 'something in it changed' }], NOW), {
    lastUsedAt: null,
    lastUse: 'something in it changed',
    ageMs: NOW - atMs,
  });
});

test('from any times comes a date that can be written, or none', (t) => {
  const atMs = fc.oneof(fc.double(), fc.double({ min: 0, max: 1e17 }), fc.integer(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(fc.record({ atMs, how: fc.constant('it was used') }), { maxLength: 4 }), (uses) => {
      const { lastUsedAt, ageMs } = latestUse(uses, NOW);
      t.true(lastUsedAt === null || isRfc3339(lastUsedAt));
      t.true(ageMs === null || Number.isFinite(ageMs));
      t.true(ageMs !== null || lastUsedAt === null);
      for (const use of uses) {
        if (use.atMs !== null && use.atMs > 0 && use.atMs < 8e15) t.true((ageMs ?? 0) <= NOW - use.atMs);
      }
    }),
  );
});
