import test from 'ava';
import * as fc from 'fast-check';
import { unescapeBytes } from '../../src/formats/escaped-bytes.js';

const HEX = /\\x([0-9a-f]{2})/g;

test('several escaped bytes can make up one character', (t) => {
  t.is(unescapeBytes('a\\xc3\\xa4b', HEX, 16), 'aäb');
  t.is(unescapeBytes('\\xff', HEX, 16), '\ufffd');
});

test('a byte above 255 is cut to its lower eight bits, as the kernel writes none', (t) => {
  t.is(unescapeBytes('\\501', /\\([0-7]{3})/g, 8), 'A');
});

test('what is no escape stays as it is', (t) => {
  t.is(unescapeBytes('\\x4 \\n \\', HEX, 16), '\\x4 \\n \\');
});

test('whichever bytes are escaped, the text comes back', (t) => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const property = fc.property(text, fc.infiniteStream(fc.boolean()), (original, choices) => {
    let escaped = Buffer.alloc(0);
    for (const character of original) {
      const bytes = Buffer.from(character);
      const escape = character === '\\' || choices.next().value === true;
      const written = escape
        ? Buffer.from([...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''))
        : bytes;
      escaped = Buffer.concat([escaped, written]);
    }
    t.is(unescapeBytes(escaped.toString('utf8'), HEX, 16), original);
  });
  t.notThrows(() => fc.assert(property));
});
