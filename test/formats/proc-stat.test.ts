import test from 'ava';
import * as fc from 'fast-check';
import { parseProcessStat } from '../../src/formats/proc-stat.js';

const REST = 'S 7 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0';

test('name, parent and start time are read, whatever the process calls itself', (t) => {
  const property = fc.property(fc.string({ unit: 'binary' }), (comm) => {
    t.deepEqual(parseProcessStat(`1 (${comm}) ${REST}\n`), {
      comm,
      state: 'sleeping',
      parentPid: 7,
      kernelThread: false,
      threads: 1,
      startTime: 4711,
    });
  });
  t.notThrows(() => fc.assert(property));
});

test('a thread of the kernel is known by its flag', (t) => {
  // Of a kworker and of a shell, Linux 6.18.
  t.true(parseProcessStat(`9 (kworker/0:1) ${REST.replace('4194560', '69238880')}`)?.kernelThread);
  t.true(parseProcessStat('2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 24 0 0')?.kernelThread);
  t.false(parseProcessStat(`2 (kthreadd) ${REST}`)?.kernelThread);
});

function stateOf(letter: string): string | undefined {
  return parseProcessStat(`1 (a) ${letter}${REST.slice(1)}`)?.state;
}

test('each letter of the kernel is a state, any other is unknown', (t) => {
  t.deepEqual(['R', 'S', 'D', 'Z', 'T', 't', 'I', 'X', 'P', 'W'].map(stateOf), [
    'running',
    'sleeping',
    'disk-sleep',
    'zombie',
    'stopped',
    'tracing-stop',
    'idle',
    'dead',
    'parked',
    'unknown',
  ]);
});

test('what is cut or no stat at all is nothing', (t) => {
  for (const text of [
    '',
    '1 (a',
    '1 (a) S 7 1',
    ')(',
    '1 (a) S x 1 1 0 0 0 0 0 0 0 0 0 0 0 0 20 0 1 0 4711',
  ]) {
    t.is(parseProcessStat(text), null);
  }
});

test('arbitrary text is a stat or none', (t) => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('(', ')', ' ', '1', REST));
  const property = fc.property(fc.array(piece), (pieces) => {
    const stat = parseProcessStat(pieces.join(''));
    t.true(stat === null || Number.isSafeInteger(stat.startTime));
  });
  t.notThrows(() => fc.assert(property));
});
