import test from 'ava';
import * as fc from 'fast-check';
import { parseOverlayOptions } from '../../src/formats/overlay-options.js';

/** `seq_escape` of the kernel, for the characters that `seq_show_option` names. */
function octal(text: string, characters: RegExp): string {
  return text.replace(characters, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

const shown = (value: string): string => octal(value, /[,\s\\]/g);
/** As a mounting program writes a name: overlayfs' own escapes. */
const written = (name: string): string => name.replace(/[:,\\]/g, '\\$&');

test('the options that Docker 20.10 mounts with are read', (t) => {
  const line =
    'rw,lowerdir=/d/overlay2/l/AB:/d/overlay2/l/CD,upperdir=/d/overlay2/x/diff,workdir=/d/overlay2/x/work';
  t.deepEqual(parseOverlayOptions(line), {
    lowerDirectories: ['/d/overlay2/l/AB', '/d/overlay2/l/CD'],
    upperDirectory: '/d/overlay2/x/diff',
    workDirectory: '/d/overlay2/x/work',
  });
});

test('an overlay without a writable layer has no upper directory', (t) => {
  t.deepEqual(parseOverlayOptions('ro,lowerdir=a:b,xino=off'), {
    lowerDirectories: ['a', 'b'],
    upperDirectory: null,
    workDirectory: null,
  });
});

test('layers of the new mount interface are read, each as it is', (t) => {
  const { lowerDirectories } = parseOverlayOptions('rw,lowerdir+=/a:b,lowerdir+=/c\\054d\\134e,datadir+=/f');
  t.deepEqual(lowerDirectories, ['/a:b', '/c,d\\e', '/f']);
});

test('a colon in a name is told from one between names, in the writing of any kernel', (t) => {
  t.deepEqual(parseOverlayOptions('lowerdir=/a\\134:b:/c').lowerDirectories, ['/a:b', '/c']);
  t.deepEqual(parseOverlayOptions('lowerdir=/a\\072b:/c').lowerDirectories, ['/a:b', '/c']);
  t.deepEqual(parseOverlayOptions('lowerdir=/a\\:b:/c').lowerDirectories, ['/a:b', '/c']);
  t.deepEqual(parseOverlayOptions('lowerdir=/a::/b').lowerDirectories, ['/a', '/b']);
});

test('names written as mounting programs and the kernel write them come back', (t) => {
  const name = fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(':', ',', '\\', ' ', '\n', 'é'),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
    })
    .map((text) => `/${text}`);
  const property = fc.property(fc.array(name, { minLength: 1 }), name, name, (lower, upper, work) => {
    const lowerdir = shown(lower.map(written).join(':'));
    const text = `rw,lowerdir=${lowerdir},upperdir=${shown(written(upper))},workdir=${shown(written(work))}`;
    t.deepEqual(parseOverlayOptions(text), {
      lowerDirectories: lower,
      upperDirectory: upper,
      workDirectory: work,
    });
  });
  t.notThrows(() => fc.assert(property));
});

test('arbitrary text has directories or none', (t) => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('lowerdir=', 'upperdir=', ',', ':', '\\', '\\134', '\\0'),
  );
  const property = fc.property(fc.array(piece), (pieces) => {
    t.true(Array.isArray(parseOverlayOptions(pieces.join('')).lowerDirectories));
  });
  t.notThrows(() => fc.assert(property));
});
