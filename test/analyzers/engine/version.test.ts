import test from 'ava';
import * as fc from 'fast-check';
import { DF_DEFECTS, defectsOf } from '../../../src/analyzers/engine/df-defects.js';
import { inRange, parseVersion } from '../../../src/analyzers/engine/version.js';
import type { ImageStore } from '../../../src/model/engine.js';

const part = fc.nat({ max: 999_999 });
const version = fc.tuple(part, part, part);
const suffix = fc.constantFrom('', '+dfsg1', '-rc.1', '-ce', '~3-0~debian', '.1');

test('any version reads back with whatever a packager puts around it', (t) => {
  fc.assert(
    fc.property(version, fc.constantFrom('', 'v'), suffix, (numbers, prefix, end) => {
      t.deepEqual(parseVersion(`${prefix}${numbers.join('.')}${end}`), numbers);
    }),
  );
});

test('missing numbers are 0', (t) => {
  t.deepEqual(parseVersion('28'), [28, 0, 0]);
  t.deepEqual(parseVersion('28.5'), [28, 5, 0]);
});

test('any text gives a version or nothing', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const parsed = parseVersion(text);
      t.is(parsed === null, !/^v?\d/.test(text));
      t.true(parsed === null || (parsed.length === 3 && parsed.every(Number.isSafeInteger)));
    }),
  );
  t.is(parseVersion(null), null);
});

test('versions are ordered number by number, not as text', (t) => {
  fc.assert(
    fc.property(version, version, (left, right) => {
      const index = left.findIndex((number, i) => number !== right[i]);
      const later = index >= 0 && (left[index] ?? 0) > (right[index] ?? 0);
      t.is(inRange(left.join('.'), right.join('.'), null), later || index < 0);
      t.is(inRange(left.join('.'), null, right.join('.')), !later && index >= 0);
    }),
  );
  t.true(inRange('20.10.24', '20.9.0', null));
});

test('an unknown version is in no range', (t) => {
  t.false(inRange(null, null, null));
  t.false(inRange('dev', null, null));
  t.true(inRange('1', null, null));
});

/** First and last version of each defect, by what their numbers say: one step before, at, and after each end. */
const BOUNDS: readonly (readonly [string, ImageStore, readonly string[], readonly string[]])[] = [
  ['df-reclaimable-inverted', 'graphdriver', ['29.0.0', '29.3.9'], ['28.5.2', '29.4.0']],
  ['df-reclaimable-inverted', 'containerd', ['29.0.0-rc.1', '29.3.1'], ['28.99.99', '29.4.0', '30.0.0']],
  ['df-images-include-containers', 'containerd', ['25.0.0', '29.5.9'], ['24.0.9', '29.6.0']],
  ['df-shared-ignores-blobs', 'containerd', ['25.0.0', '29.4.9'], ['24.0.9', '29.5.0']],
  ['df-intermediate-images', 'graphdriver', ['23.0.0', '28.5.2'], ['20.10.24', '22.99.0', '29.0.0']],
  ['df-cache-mount-frozen', 'graphdriver', ['18.9.0', '20.10.24+dfsg1', '29.7.2'], ['18.6.3']],
  ['df-leaves-out', 'graphdriver', ['17.3.0', '20.10.24', '29.7.2'], []],
  ['df-leaves-out', 'containerd', ['29.7.2'], []],
];

function codesOf(version: string, store: ImageStore): string[] {
  return defectsOf(version, store).map((defect) => defect.code);
}

for (const [code, store, affected, free] of BOUNDS) {
  test(`${code} concerns ${affected.join(', ')} with the ${store} store, and not ${free.join(', ') || 'none'}`, (t) => {
    for (const version of affected) t.true(codesOf(version, store).includes(code), version);
    for (const version of free) t.false(codesOf(version, store).includes(code), version);
  });
}

test('a defect of one image store is not told of the other, nor where the store is unknown', (t) => {
  for (const defect of DF_DEFECTS) {
    const version = defect.from ?? '20.10.0';
    for (const store of ['graphdriver', 'containerd', null] as const) {
      const expected = defect.imageStore === null || defect.imageStore === store;
      t.is(defectsOf(version, store).includes(defect), expected, `${defect.code} ${String(store)}`);
    }
  }
  t.deepEqual(defectsOf(null, 'graphdriver'), []);
});

test('every defect has a code of its own, a range that is not empty, and names its command', (t) => {
  t.is(new Set(DF_DEFECTS.map((defect) => defect.code)).size, DF_DEFECTS.length);
  for (const { from, before } of DF_DEFECTS) t.true(from === null || inRange(from, null, before));
});
