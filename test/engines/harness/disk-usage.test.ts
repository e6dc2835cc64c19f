import test from 'ava';
import { parseApparent, parseDuTotal } from './disk-usage.js';

test("du's grand total is its last record, whatever names come before", (t) => {
  t.is(parseDuTotal(Buffer.from('4096\t/a\ttotal\n\x0012\t99\ttotal\x008192\ttotal\0')), 8192);
  t.is(parseDuTotal(Buffer.from('0\ttotal\0')), 0);
});

test('output of du without a total is an error, not 0', (t) => {
  t.throws(() => parseDuTotal(Buffer.from('4096\t/a\0')), { message: /no total/ });
  t.throws(() => parseDuTotal(Buffer.from('')), { message: /no total/ });
});

test('apparent bytes count each inode once and no directory', (t) => {
  t.is(parseApparent(Buffer.from('d 1 2 4096\0f 1 3 10\0f 1 3 10\0l 1 4 5\0f 2 3 7\0')), 22);
  t.is(parseApparent(Buffer.from('')), 0);
});

test('output of find that cannot be read is an error', (t) => {
  t.throws(() => parseApparent(Buffer.from('f 1 3\0')), { message: /find printed/ });
});
