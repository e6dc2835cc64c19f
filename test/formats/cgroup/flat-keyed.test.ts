import test from 'ava';
import * as fc from 'fast-check';
import { parseFlatKeyed } from '../../../src/formats/cgroup/flat-keyed.js';

test('a key and a number a line', (t) => {
  t.deepEqual(
    parseFlatKeyed('usage_usec 763002\nnr_throttled 4\nthrottled_time 18446744073709551615\n'),
    new Map([
      ['usage_usec', 763_002n],
      ['nr_throttled', 4n],
      ['throttled_time', 18_446_744_073_709_551_615n],
    ]),
  );
});

test('other lines are left out', (t) => {
  t.deepEqual(parseFlatKeyed('\n 1\nalone\nkey -1\nkey 1 2\ntwo  1\nkept 7\nlast'), new Map([['kept', 7n]]));
});

test('of equal keys the last one counts', (t) => {
  t.deepEqual(parseFlatKeyed('oom_kill 1\noom_kill 2\n'), new Map([['oom_kill', 2n]]));
});

test('what was written is read, whatever stands between', (t) => {
  const key = fc.stringMatching(/^[a-z][a-z_]{0,12}$/);
  const noise = fc.constantFrom('', 'noise', 'no number', ' 5');
  const values = fc.dictionary(key, fc.bigInt(0n, 2n ** 64n - 1n));
  const property = fc.property(values, noise, (dictionary, line) => {
    const text = Object.entries(dictionary).map(([name, value]) => `${line}\n${name} ${value}\n`);
    t.deepEqual(parseFlatKeyed(text.join('')), new Map(Object.entries(dictionary)));
  });
  t.notThrows(() => fc.assert(property));
});

test('any text is survived', (t) => {
  const property = fc.property(fc.string(), (text) => parseFlatKeyed(text).size <= text.split('\n').length);
  t.notThrows(() => fc.assert(property));
});
