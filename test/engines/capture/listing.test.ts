import test from 'ava';
import * as fc from 'fast-check';
import { escapePath } from './escape.js';
import { listingLines } from './listing.js';

test('a record becomes a line, below a root that is called root, sorted by path', (t) => {
  const records =
    'f 644 0 0 3 8 1 12 1700000000.5000000000 2049/b/c d\0d 710 0 0 4096 8 3 2 1700000001.0000000000 2049/\0';
  t.deepEqual(listingLines(Buffer.from(records)), [
    'd 710 0 0 4096 8 3 2 1700000001.0000000000 2049 root',
    'f 644 0 0 3 8 1 12 1700000000.5000000000 2049 root/b/c d',
  ]);
});

test('no name can break a line or reach a terminal', (t) => {
  t.is(
    escapePath(Buffer.from('a\\x41\n\u001B[31m\u202Eé b')),
    'a\\x5cx41\\x0a\\x1b[31m\\xe2\\x80\\xae\\xc3\\xa9 b',
  );
});

test('escaped paths are printable and can be turned back to every byte', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = escapePath(Buffer.from(bytes));
        const back = text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
        return /^[ -~]*$/.test(text) && Buffer.from(back, 'latin1').equals(Buffer.from(bytes));
      }),
    );
  });
});
