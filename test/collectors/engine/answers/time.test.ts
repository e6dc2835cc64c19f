import test from 'ava';
import * as fc from 'fast-check';
import { parseTime, timeOfSeconds } from '../../../../src/collectors/engine/answers/time.js';

test('times become UTC and keep all their digits', (t) => {
  t.is(parseTime('2026-11-23T17:01:24.177578392Z'), '2026-11-23T17:01:24.177578392Z');
  t.is(parseTime('2026-11-23T01:01:28.5+02:00'), '2026-11-22T23:01:28.5Z');
  t.is(parseTime('2026-11-23t17:01:28z'), '2026-11-23T17:01:28Z');
});

test('the zero time of Go means never, also in a zone', (t) => {
  t.is(parseTime('0001-01-01T00:00:00Z'), null);
  t.is(parseTime('0001-01-01T01:00:00+01:00'), null);
  t.is(parseTime('0001-01-01T00:00:00-08:00'), null);
});

test('what is no time is null', (t) => {
  for (const text of ['', 'yesterday', '2026-13-01T00:00:00Z', '2026-11-23', '9999-12-31T23:59:59-01:00']) {
    t.is(parseTime(text), null, text);
  }
  t.is(timeOfSeconds(0), null);
  t.is(timeOfSeconds(1e300), null);
  t.is(timeOfSeconds(1_795_453_288), '2026-11-23T17:01:28Z');
});

test('every moment is the same moment afterwards', (t) => {
  const moments = fc.date({ min: new Date('0002-01-01'), max: new Date('9998-01-01'), noInvalidDate: true });
  const property = fc.property(
    moments,
    (date) => Date.parse(parseTime(date.toISOString()) ?? '') === date.getTime(),
  );
  t.notThrows(() => fc.assert(property));
});

test('any text is a time or null', (t) => {
  const property = fc.property(fc.string(), (text) => {
    const time = parseTime(text);
    return time === null || !Number.isNaN(Date.parse(time));
  });
  t.notThrows(() => fc.assert(property));
});
