import test from 'ava';
import * as fc from 'fast-check';
import { parseAufsLayers } from '../../src/formats/aufs-layers.js';
import { FormatError } from '../../src/formats/format-error.js';

test('parents are read nearest first, and a base layer has none', (t) => {
  const [near, far] = ['1'.repeat(64), `${'2'.repeat(64)}-init`];
  t.deepEqual(parseAufsLayers(Buffer.from(`${near}\n${far}\n`)), [near, far]);
  t.deepEqual(parseAufsLayers(''), []);
});

test('names that are no layers, and lists without end, are refused', (t) => {
  for (const text of ['../x', 'a/b', '..', '.', '\0\0\0', 'a b', 'a\n'.repeat(2000)]) {
    t.throws(() => parseAufsLayers(text), { instanceOf: FormatError }, JSON.stringify(text.slice(0, 9)));
  }
});

test('arbitrary bytes are names or a typed error', (t) => {
  const property = fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
    try {
      t.true(parseAufsLayers(data).every((name) => /^[\w.-]+$/.test(name)));
    } catch (error) {
      t.true(error instanceof FormatError);
    }
  });
  t.notThrows(() => fc.assert(property));
});
