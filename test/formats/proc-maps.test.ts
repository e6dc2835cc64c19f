import test from 'ava';
import * as fc from 'fast-check';
import { parseMappedFiles } from '../../src/formats/proc-maps.js';

test('mapped files are listed once each, and memory without a file not at all', (t) => {
  const text = [
    '55d0a000-55d0b000 r--p 00000000 fe:00 12    /usr/bin/my program',
    '55d0b000-55d0c000 r-xp 00001000 fe:00 12    /usr/bin/my program',
    '55d0d000-55d0e000 rw-p 00000000 00:00 0     [heap]',
    '7f00a000-7f00b000 rw-s 00000000 00:01 1024  /memfd:x (deleted)',
    '7f00b000-7f00c000 rw-p 00000000 00:00 0 ',
    '7f00c000-7f00d000 r--p 00000000 fe:00 13    /lib/a\\012b\\040 (deleted)',
    '',
  ].join('\n');
  t.deepEqual(parseMappedFiles(text), [
    { range: '55d0a000-55d0b000', path: '/usr/bin/my program' },
    { range: '7f00a000-7f00b000', path: '/memfd:x (deleted)' },
    { range: '7f00c000-7f00d000', path: '/lib/a\nb\\040 (deleted)' },
  ]);
});

test('a low address is named as in map_files, without leading zeros', (t) => {
  t.deepEqual(parseMappedFiles('00400000-00a01000 r--p 00000000 00:146 5   /sleep (deleted)'), [
    { range: '400000-a01000', path: '/sleep (deleted)' },
  ]);
});

const deletedLine = (range: string, inode: number) => `${range} r--p 0 fe:00 ${inode} /a (deleted)\n`;

test('two deleted files that had one name are both listed', (t) => {
  t.deepEqual(
    parseMappedFiles(
      deletedLine('1000-2000', 5) + deletedLine('2000-3000', 6) + deletedLine('3000-4000', 5),
    ).map((one) => one.range),
    ['1000-2000', '2000-3000'],
  );
});

test('files written as the kernel writes them come back', (t) => {
  const name = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\\') && !text.includes('\0'));
  const property = fc.property(fc.uniqueArray(name), (names) => {
    const lines = names.map(
      (one, at) => `${at}-f r--p 0 fe:00 ${at + 1} /${one.replaceAll('\n', '\\012')}\n`,
    );
    t.deepEqual(
      parseMappedFiles(lines.join('')).map((file) => file.path),
      names.map((one) => `/${one}`),
    );
  });
  t.notThrows(() => fc.assert(property));
});

test('arbitrary text is a list of files', (t) => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('1-2 r 0 0:0 ', '7 ', '/a', '\n', ' '));
  const property = fc.property(fc.array(piece), (pieces) => {
    t.true(parseMappedFiles(pieces.join('')).every((file) => file.path.startsWith('/')));
  });
  t.notThrows(() => fc.assert(property));
});
