import test from 'ava';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { cleanText, safeJson } from '../../../src/report/text/clean-text.js';

/** Controls, format characters with all bidirectional ones, separators of lines and lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom('\u001b[31m', '\u009b', '\u202e', '\u200b', '\u{e0041}', '\ud800', '\r', 'a', '\u007f'),
    )
    .map((parts) => parts.join('')),
);

test('cleaned text has no control, bidirectional or other format character, whatever it was', (t) => {
  fc.assert(
    fc.property(anyText, (text) => t.notRegex(cleanText(text), UNSAFE)),
    { numRuns: 1000 },
  );
});

test('cleaning twice is cleaning once, and harmless text stays as it is', (t) => {
  fc.assert(fc.property(anyText, (text) => t.is(cleanText(cleanText(text)), cleanText(text))));
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => t.is(cleanText(text), text)));
  t.is(cleanText('名前 ❤️ naïve ☃'), '名前 ❤️ naïve ☃');
});

test('every unsafe character becomes an escape that can be seen', (t) => {
  t.is(cleanText('a\u001b[2Jb'), 'a\\x1b[2Jb');
  t.is(cleanText('line\r\n\ttab'), 'line\\r\\n\\ttab');
  t.is(cleanText('\u0000\u007f\u009b'), '\\x00\\x7f\\x9b');
  t.is(cleanText('gpj.\u202eexe'), 'gpj.\\u202eexe');
  t.is(cleanText('\u{e0041}'), '\\u{e0041}');
  t.is(cleanText('\ud800'), '\\ud800');
  t.is(cleanText('\u2028'), '\\u2028');
});

test('what prints as nothing cannot hide in a name', (t) => {
  for (const hidden of [
    '\u200b',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u3164',
    '\u115f',
    '\u{e0101}',
    '\u17b4',
    '\u2800',
    '\u034f',
  ]) {
    const cleaned = cleanText(hidden);
    t.true(cleaned.startsWith('\\') && stringWidth(cleaned) > 3, cleaned);
  }
});

/** No control character but the line breaks of the indentation. */
const UNSAFE_IN_JSON = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test('safe JSON reads back to the exact value and holds nothing unsafe', (t) => {
  const value = fc.oneof(anyText, fc.jsonValue({ stringUnit: 'binary' }), fc.dictionary(anyText, anyText));
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 0, 2), (original, indent) => {
      const text = safeJson(original, indent);
      t.notRegex(text, UNSAFE_IN_JSON);
      t.is(JSON.stringify(JSON.parse(text)), JSON.stringify(original));
    }),
    { numRuns: 500 },
  );
});
