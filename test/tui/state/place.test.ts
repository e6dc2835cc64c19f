import test from 'ava';
import * as fc from 'fast-check';
import { place } from '../../../src/tui/state/place.js';

const ids = ['a', 'b', 'c', 'd', 'e'];

test('the cursor follows its record when new figures move it', (t) => {
  t.is(place({ cursor: 0, selectedId: 'd', offset: 0 }, ids, 3).cursor, 3);
});

test('a cursor that nobody moved stays at the top', (t) => {
  t.is(place({ cursor: 0, selectedId: null, offset: 0 }, ['x', ...ids], 3).cursor, 0);
});

test('the cursor keeps its position when its record is gone', (t) => {
  t.is(place({ cursor: 2, selectedId: 'gone', offset: 0 }, ids, 3).cursor, 2);
});

test('the window has no empty rows below while there are records above', (t) => {
  t.is(place({ cursor: 4, selectedId: null, offset: 4 }, ids, 3).offset, 2);
});

test('cursor and window are always within the records, and the cursor in the window', (t) => {
  const list = fc.record({
    cursor: fc.nat(100),
    selectedId: fc.option(fc.constantFrom('a', 'zz', '3'), { nil: null }),
    offset: fc.nat(100),
  });
  fc.assert(
    fc.property(list, fc.array(fc.string(), { maxLength: 40 }), fc.nat(30), (state, records, rows) => {
      const { cursor, offset } = place(state, records, rows);
      const visible = Math.max(1, rows);
      t.true(cursor >= 0 && cursor <= Math.max(0, records.length - 1));
      t.true(offset >= 0 && offset <= Math.max(0, records.length - visible));
      t.true(records.length === 0 || (cursor >= offset && cursor < offset + visible));
    }),
  );
});
