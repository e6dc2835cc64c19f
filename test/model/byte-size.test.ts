import test from 'ava';
import * as fc from 'fast-check';
import { parseByteSize, writeByteSize } from '../../src/model/byte-size.js';

const units: readonly (readonly [string, number])[] = [
  ['', 1],
  ['B', 1],
  ['k', 1000],
  ['kB', 1000],
  ['MB', 1000 ** 2],
  ['g', 1000 ** 3],
  ['GB', 1000 ** 3],
  ['TB', 1000 ** 4],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
  ['GiB', 1024 ** 3],
  ['TiB', 1024 ** 4],
];

test('a whole number of any unit reads back to the byte, in any case and with a blank', (t) => {
  fc.assert(
    fc.property(
      fc.nat({ max: 8191 }),
      fc.constantFrom(...units),
      fc.boolean(),
      (number, [unit, factor], blank) => {
        const gap = blank ? ' ' : '';
        for (const name of [unit, unit.toLowerCase(), unit.toUpperCase()]) {
          t.is(parseByteSize(`${number}${gap}${name}`), number * factor);
        }
      },
    ),
  );
});

test('any byte count reads back from its digits', (t) => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999_999 }), fc.nat({ max: 999_999 }), (high, low) => {
      const bytes = high * 1_000_000 + low;
      t.is(parseByteSize(String(bytes)), bytes);
    }),
  );
});

test('fractions are rounded to whole bytes', (t) => {
  t.is(parseByteSize('1.5 GiB'), 1.5 * 1024 ** 3);
  t.is(parseByteSize('0.0004k'), 0);
  t.is(parseByteSize('0.0006k'), 1);
});

test('any text is a size or nothing, and never an inexact number', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.]{1,18} ?[kKmMgGtTiIbB]{0,3}$/)), (text) => {
      const bytes = parseByteSize(text);
      t.true(bytes === null || (Number.isSafeInteger(bytes) && bytes >= 0));
    }),
  );
  for (const text of [
    '',
    'MB',
    '-1',
    '1e3',
    '1,5GB',
    '5 PB',
    '0x10',
    '999999999999999TB',
    '1.2.3',
    'constructor',
  ]) {
    t.is(parseByteSize(text), null, text);
  }
});

test('a size that is written for a command line reads back as at least as much, and at most a hundredth of its unit more', (t) => {
  const sizes = fc.oneof(
    fc.nat(),
    fc.maxSafeNat().map((bytes) => Math.floor(bytes / 2)),
  );
  fc.assert(
    fc.property(sizes, (bytes) => {
      const text = writeByteSize(bytes);
      t.regex(text, /^[\d.]+(?:[kMGT]B)?$/);
      const read = parseByteSize(text) ?? -1;
      t.true(read >= bytes && read - bytes <= bytes / 100, `${bytes}: ${text}`);
    }),
  );
  t.is(writeByteSize(0), '0');
  t.is(writeByteSize(999), '999');
  t.is(writeByteSize(1000), '1kB');
  t.is(writeByteSize(10_000_000), '10MB');
  t.is(writeByteSize(12_300_000_001), '12.31GB');
});
