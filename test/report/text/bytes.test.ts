import test from 'ava';
import * as fc from 'fast-check';
import { formatBytes, formatCount, formatShare } from '../../../src/report/text/bytes.js';

const decimal = { iec: false };
const binary = { iec: true };

test('bytes are written in Docker’s decimal units, or in binary ones', (t) => {
  const examples: readonly (readonly [number, string, string])[] = [
    [0, '0 B', '0 B'],
    [999, '999 B', '999 B'],
    [1000, '1.00 kB', '1000 B'],
    [1023, '1.02 kB', '1023 B'],
    [1024, '1.02 kB', '1.00 KiB'],
    [1_500_000, '1.50 MB', '1.43 MiB'],
    [1024 ** 3, '1.07 GB', '1.00 GiB'],
    [2 * 1000 ** 4, '2.00 TB', '1.82 TiB'],
    [Number.MAX_SAFE_INTEGER, '9.01 PB', '8.00 PiB'],
  ];
  for (const [bytes, si, iec] of examples) {
    t.is(formatBytes(bytes, decimal), si);
    t.is(formatBytes(bytes, binary), iec);
  }
});

test('any byte count has at most four digits before the point and is right to half of its last digit', (t) => {
  const factors: Readonly<Record<string, number>> = { B: 1 };
  const decimals: Readonly<Record<string, number>> = { kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15 };
  const binaries: Readonly<Record<string, number>> = {
    KiB: 1024,
    MiB: 1024 ** 2,
    GiB: 1024 ** 3,
    TiB: 1024 ** 4,
    PiB: 1024 ** 5,
  };
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeNat(), fc.nat()), fc.boolean(), (bytes, iec) => {
      const text = formatBytes(bytes, { iec });
      const [, number = '', unit = ''] = /^(\d{1,4}(?:\.\d\d)?) (\w+)$/.exec(text) ?? [];
      const factor = { ...factors, ...(iec ? binaries : decimals) }[unit] ?? Number.NaN;
      t.true(Number(number) < (iec ? 1024 : 1000), text);
      t.true(Math.abs(Number(number) * factor - bytes) <= factor * 0.005_001, text);
    }),
    { numRuns: 2000 },
  );
});

test('what was not measured is no 0', (t) => {
  t.is(formatBytes(null, decimal), '?');
  t.is(formatCount(null), '?');
  t.is(formatShare(null, 5), '');
  t.is(formatShare(5, null), '');
});

test('counts have their digits in groups, shares one decimal', (t) => {
  t.is(formatCount(1_234_567), '1,234,567');
  t.is(formatCount(0), '0');
  t.is(formatShare(1, 3), '33.3 %');
  t.is(formatShare(0, 0), '');
});
