import test from 'ava';
import * as fc from 'fast-check';
import { parseHumanSize, parseLogRotation } from '../../src/formats/log-options.js';
import { NO_ROTATION_OPTIONS } from '../../src/model/log-rotation.js';

test('sizes are read as the engine reads them: every unit is decimal', (t) => {
  const sizes: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['10m', 10_000_000],
    ['10M', 10_000_000],
    ['1g', 1_000_000_000],
    ['20kB', 20_000],
    ['20KiB', 20_000],
    ['1.5 GB', 1_500_000_000],
    ['100b', 100],
    ['4096', 4096],
    ['1.9', 1],
    ['2t', 2e12],
  ];
  for (const [text, bytes] of sizes) t.is(parseHumanSize(text), bytes, text);
});

test('what is no size is none', (t) => {
  const texts = [
    '',
    ' ',
    '-1',
    '-10m',
    'm',
    '10 mm',
    '10ib',
    '10bb',
    '10e3',
    '1,5m',
    '10m ',
    ' 10m',
    '٣m',
    '9p9',
  ];
  for (const text of [...texts, '9'.repeat(20), '9999p', '1..5m', '10x'])
    t.is(parseHumanSize(text), null, text);
});

test('a number with any unit in any case is that number of units', (t) => {
  const units = fc.constantFrom<[string, number]>(['', 1], ['b', 1], ['k', 1e3], ['mb', 1e6], ['gib', 1e9]);
  const size = fc.record({ count: fc.nat(), unit: units, space: fc.boolean(), upper: fc.boolean() });
  fc.assert(
    fc.property(size, ({ count, unit: [unit, factor], space, upper }) => {
      const text = `${count}${space && unit !== '' ? ' ' : ''}${upper ? unit.toUpperCase() : unit}`;
      const bytes = count * factor;
      t.is(parseHumanSize(text), Number.isSafeInteger(bytes) ? bytes : null, text);
    }),
  );
});

const anyValue = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[-+0-9.kmgKMGibB ]{0,8}$/),
  fc.constantFrom('-1', '10m', 'true', '3', '0'),
);

test('whatever the options hold, each is a figure that can be, or named as bad', (t) => {
  const options = fc.dictionary(
    fc.constantFrom('max-size', 'max-file', 'compress', 'cache-disabled', 'labels'),
    anyValue,
  );
  fc.assert(
    fc.property(options, (given) => {
      const { maxSizeBytes, unlimited, maxFiles, compress, bad } = parseLogRotation(given);
      t.true(maxSizeBytes === null || (Number.isSafeInteger(maxSizeBytes) && maxSizeBytes > 0));
      t.true(maxFiles === null || (Number.isSafeInteger(maxFiles) && maxFiles > 0));
      t.is(bad.includes('max-size'), 'max-size' in given && !unlimited && maxSizeBytes === null);
      t.is(bad.includes('max-file'), 'max-file' in given && maxFiles === null);
      t.is(bad.includes('compress'), 'compress' in given && compress === null);
    }),
  );
});

test('no options say nothing, -1 and an empty size lift the limit, others are read', (t) => {
  t.deepEqual(parseLogRotation({}), NO_ROTATION_OPTIONS);
  t.deepEqual(parseLogRotation({ labels: 'a', tag: 'b' }), NO_ROTATION_OPTIONS);
  for (const size of ['-1', ''])
    t.deepEqual(parseLogRotation({ 'max-size': size }), { ...NO_ROTATION_OPTIONS, unlimited: true });
  t.deepEqual(parseLogRotation({ 'max-size': '10m', 'max-file': '3', compress: 'true' }), {
    ...NO_ROTATION_OPTIONS,
    maxSizeBytes: 10_000_000,
    maxFiles: 3,
    compress: true,
  });
  t.deepEqual(parseLogRotation({ 'max-size': '0', 'max-file': '0', compress: 'yes' }).bad, [
    'max-size',
    'max-file',
    'compress',
  ]);
});

test('the local copy is off when the option is set to anything but false', (t) => {
  for (const value of ['true', '1', 'T', 'nonsense'])
    t.true(parseLogRotation({ 'cache-disabled': value }).cacheDisabled, value);
  for (const value of ['', 'false', '0', 'F'])
    t.false(parseLogRotation({ 'cache-disabled': value }).cacheDisabled, value);
});
