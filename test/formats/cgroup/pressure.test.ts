import test from 'ava';
import * as fc from 'fast-check';
import { parsePressure } from '../../../src/formats/cgroup/pressure.js';
import type { PressureShare } from '../../../src/model/cgroup.js';

const SOME = 'some avg10=0.23 avg60=0.30 avg300=0.08 total=355772\n';
const FULL = 'full avg10=100.00 avg60=0.24 avg300=0.06 total=307362\n';
const some = { avg10: 0.23, avg60: 0.3, avg300: 0.08, totalMicros: 355_772 };
const full = { avg10: 100, avg60: 0.24, avg300: 0.06, totalMicros: 307_362 };

function line(kind: string, { avg10, avg60, avg300, totalMicros }: PressureShare): string {
  const averages = `avg10=${avg10.toFixed(2)} avg60=${avg60.toFixed(2)} avg300=${avg300.toFixed(2)}`;
  return `${kind} ${averages} total=${totalMicros}\n`;
}

test('both lines are read, in either order', (t) => {
  t.deepEqual(parsePressure(SOME + FULL), { some, full });
  t.deepEqual(parsePressure(FULL + SOME), { some, full });
});

test('kernels before 5.13 have no line "full" of the processor', (t) => {
  t.deepEqual(parsePressure(SOME), { some, full: null });
});

test('without a line "some" there is nothing', (t) => {
  for (const text of ['', FULL, SOME.replace('avg60', 'avg61'), SOME.replace('0.23', '-0.23'), ` ${SOME}`]) {
    t.is(parsePressure(text), null, text);
  }
});

test('what the kernel writes is read', (t) => {
  const percent = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);
  const share = fc.record({ avg10: percent, avg60: percent, avg300: percent, totalMicros: fc.maxSafeNat() });
  const property = fc.property(share, fc.option(share), (first, second) => {
    const text = line('some', first) + (second === null ? '' : line('full', second));
    t.deepEqual(parsePressure(text), { some: first, full: second });
  });
  t.notThrows(() => fc.assert(property));
});

test('any text is survived', (t) => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('some ', 'avg10=', '1.00', ' avg60=', '\n', ' total='));
  const property = fc.property(fc.array(piece), (pieces) => {
    const pressure = parsePressure(pieces.join(''));
    return pressure === null || pressure.some.totalMicros >= 0;
  });
  t.notThrows(() => fc.assert(property));
});
