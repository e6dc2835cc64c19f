import test from 'ava';
import * as fc from 'fast-check';
import { parseIdMap } from '../../src/formats/id-map.js';
import { insideId } from '../../src/model/id-range.js';

test('the columns of a map are padded with blanks', (t) => {
  t.deepEqual(parseIdMap('         0     100000      65536\n'), [
    { inside: 0, outside: 100_000, length: 65_536 },
  ]);
  t.deepEqual(parseIdMap('         0          0 4294967295\n'), [
    { inside: 0, outside: 0, length: 4_294_967_295 },
  ]);
});

test('an id is looked up in the range that holds it, as rootless engines have two', (t) => {
  const ranges = parseIdMap('         0       1000          1\n         1     100000      65536\n');
  t.deepEqual(
    [1000, 100_000, 165_535, 165_536, 999, 0].map((id) => insideId(ranges, id)),
    [0, 1, 65_536, null, null, null],
  );
});

test('a map that was not yet written, and lines that are none, map nothing', (t) => {
  for (const text of ['', '\n', '0 0', 'a b c\n', '0 0 0\n', '4294967295 0 2\n', '0 0 99999999999\n']) {
    t.deepEqual(parseIdMap(text), [], text);
  }
});

test('every id of a range has its own inside', (t) => {
  const small = fc.nat(1_000_000);
  const property = fc.property(
    small,
    small,
    fc.integer({ min: 1, max: 1000 }),
    fc.nat(999),
    (inside, outside, length, at) => {
      const ranges = parseIdMap(`${inside} ${outside} ${length}\n`);
      t.is(insideId(ranges, outside + at), at < length ? inside + at : null);
    },
  );
  t.notThrows(() => fc.assert(property));
});

test('arbitrary text is ranges of ids or none', (t) => {
  const piece = fc.oneof(fc.string(), fc.constantFrom(' ', '\n', '0', '4294967295', '1 2 3\n'));
  const property = fc.property(fc.array(piece), (pieces) => {
    for (const { inside, outside, length } of parseIdMap(pieces.join(''))) {
      t.true(length > 0 && Math.max(inside, outside) + length <= 2 ** 32);
    }
  });
  t.notThrows(() => fc.assert(property));
});
