import test from 'ava';
import * as fc from 'fast-check';
import { countCpus } from '../../src/model/cpu-list.js';

test('single processors and ranges are counted', (t) => {
  t.is(countCpus('0\n'), 1);
  t.is(countCpus('0-3,8'), 5);
});

test('a processor that is named twice is one', (t) => {
  t.is(countCpus('0-3,2-5,3'), 6);
  t.is(countCpus('5,0-9'), 10);
});

test('what is no list has no number', (t) => {
  for (const text of [
    '',
    '\n',
    ',',
    '0,',
    'a',
    '3-1',
    '-1',
    '0-',
    '0--1',
    '0-3:2/4',
    '1 2',
    '1'.repeat(10),
  ]) {
    t.is(countCpus(text), null, text);
  }
});

test('every processor is counted once, however the list is written', (t) => {
  const range = fc.tuple(fc.nat(60), fc.nat(8)).map(([from, more]) => [from, from + more] as const);
  const property = fc.property(fc.array(range, { minLength: 1 }), (ranges) => {
    const cpus = new Set(
      ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at)),
    );
    const text = ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
    t.is(countCpus(text), cpus.size);
  });
  t.notThrows(() => fc.assert(property));
});

test('any text is survived, in no time even where a range is very long', (t) => {
  t.is(countCpus('0-999999999'), 1_000_000_000);
  const piece = fc.oneof(fc.string(), fc.constantFrom('0', '-', ',', '999999999'));
  const property = fc.property(fc.array(piece), (pieces) => {
    const count = countCpus(pieces.join(''));
    return count === null || count > 0;
  });
  t.notThrows(() => fc.assert(property));
});
