import test from 'ava';
import * as fc from 'fast-check';
import { parseListing, parseListingLine } from '../../src/formats/walk-listing.js';

/** A name as the listing writes it: everything but plain ASCII, and the backslash itself, byte by byte. */
function escapeName(name: Uint8Array): string {
  const text = [...name].map((byte) => {
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x5c;
    return plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return text.join('');
}

test('every field of a line is read', (t) => {
  t.deepEqual(parseListingLine('f 644 0 1000 4097 16 2 2182225 1795453283.5920604200 65024 root/a b'), {
    type: 'f',
    sizeBytes: 4097,
    blocks: 16,
    links: 2,
    inode: '2182225',
    modifiedMs: 1_795_453_283_592,
    device: '65024',
    path: 'root/a b',
  });
});

test('a time without a fraction or before 1970 is read', (t) => {
  t.is(parseListingLine('d 755 0 0 4096 8 2 5 12 1 root')?.modifiedMs, 12_000);
  t.is(parseListingLine('d 755 0 0 4096 8 2 5 -1.5 1 root')?.modifiedMs, -1500);
});

test('an inode number keeps all its digits', (t) => {
  t.is(parseListingLine('f 644 0 0 1 8 1 18446744073709551615 1 1 a')?.inode, '18446744073709551615');
});

test('a line of another shape is none', (t) => {
  for (const line of [
    '',
    'd 755 0 0 4096 8 2 5 12 1 ',
    'd 855 0 0 4096 8 2 5 12 1 root',
    'dd 755 0 0 4096 8 2 5 12 1 root',
    'd 755 0 0 -1 8 2 5 12 1 root',
    'd 755 0 0 9007199254740993 8 2 5 12 1 root',
    `d 755 0 0 1 8 2 5 ${'9'.repeat(400)} 1 root`,
    'd 710 0 0 4096 8 14 2165252 1795453277.84 root',
  ]) {
    t.is(parseListingLine(line), null, line);
  }
});

test('damaged lines are counted and cost no other', (t) => {
  const good = 'd 755 0 0 4096 8 2 5 12 1 root';
  const { entries, badLines } = parseListing(`${good}\n\ncut off\n${good}/a`);
  t.deepEqual(
    entries.map(({ path }) => path),
    ['root', 'root/a'],
  );
  t.is(badLines, 1);
});

test('any name comes back from its escaped form', (t) => {
  const name = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 30 }),
    fc.string({ unit: 'binary', minLength: 1 }).map((text) => Buffer.from(text)),
  );
  const property = fc.property(name, (bytes) => {
    const entry = parseListingLine(`f 644 0 0 1 8 1 5 1 1 ${escapeName(bytes)}`);
    t.is(entry?.path, Buffer.from(bytes).toString('utf8'));
  });
  t.notThrows(() => fc.assert(property));
});

test('every line of arbitrary text is an entry with exact figures, or counted as bad', (t) => {
  const field = fc.oneof(
    fc.string(),
    fc.constantFrom('f', '644', '0', '1', '1.5', '99999999999999999999', '\n'),
  );
  const property = fc.property(fc.array(field), (fields) => {
    const text = fields.join(' ');
    const { entries, badLines } = parseListing(text);
    t.is(entries.length + badLines, text.split('\n').filter((line) => line !== '').length);
    t.true(entries.every(({ sizeBytes, blocks }) => [sizeBytes, blocks].every(Number.isSafeInteger)));
  });
  t.notThrows(() => fc.assert(property));
});
