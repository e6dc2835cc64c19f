import test from 'ava';
import * as fc from 'fast-check';
import { parseCpuMax } from '../../../src/formats/cgroup/cpu-max.js';

test('quota and period are read', (t) => {
  t.deepEqual(parseCpuMax('50000 100000\n'), { quotaMicros: 50_000, periodMicros: 100_000 });
  t.deepEqual(parseCpuMax('max 100000\n'), { quotaMicros: null, periodMicros: 100_000 });
});

test('half of it, or more than it, is nothing', (t) => {
  for (const text of [
    '',
    '\n',
    '50000',
    '50000 ',
    '50000 0',
    '50000 max',
    'x 100000',
    '1 2 3',
    '50000\t100000',
  ]) {
    t.is(parseCpuMax(text), null, text);
  }
});

test('what was written is read', (t) => {
  const quota = fc.option(fc.maxSafeNat());
  const property = fc.property(quota, fc.integer({ min: 1 }), (quotaMicros, periodMicros) => {
    t.deepEqual(parseCpuMax(`${quotaMicros ?? 'max'} ${periodMicros}\n`), { quotaMicros, periodMicros });
  });
  t.notThrows(() => fc.assert(property));
});

test('any text is survived, and a period is never nothing to divide by', (t) => {
  const word = fc.oneof(fc.string(), fc.constantFrom('max', '0', '1', '-1'));
  const property = fc.property(
    word,
    word,
    (left, right) => parseCpuMax(`${left} ${right}`)?.periodMicros !== 0,
  );
  t.notThrows(() => fc.assert(property));
});
