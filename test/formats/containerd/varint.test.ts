import test from 'ava';
import * as fc from 'fast-check';
import { FormatError } from '../../../src/formats/format-error.js';
import { readUvarint, readVarint } from '../../../src/formats/containerd/varint.js';
import { uvarint, varint } from './encodings.js';

test('sizes and ids of a real store are read', (t) => {
  t.is(readVarint(Buffer.from('aa06', 'hex')), 405);
  t.is(readUvarint(Buffer.from('46', 'hex')), 70);
});

test('every safe integer is read back', (t) => {
  const property = fc.property(fc.maxSafeInteger(), (value) => {
    t.is(readVarint(varint(value)), value);
    t.is(readUvarint(uvarint(Math.abs(value))), Math.abs(value));
  });
  t.notThrows(() => fc.assert(property));
});

test('a number that cannot be held exactly is an error, not another number', (t) => {
  for (const value of [2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) {
    t.throws(() => readUvarint(uvarint(value)), { instanceOf: FormatError });
  }
  t.throws(() => readVarint(varint(-(2n ** 53n))), { instanceOf: FormatError });
  t.throws(() => readUvarint(uvarint(2n ** 64n + 1n)), { message: /64 bits/ });
});

test('bytes that are missing or too many are an error', (t) => {
  t.throws(() => readUvarint(Buffer.alloc(0)), { message: /empty/ });
  t.throws(() => readUvarint(Buffer.from([0x80])), { message: /its end is missing/ });
  t.throws(() => readUvarint(Buffer.alloc(1000, 0xff)), { message: /its end is missing/ });
  t.throws(() => readUvarint(Buffer.from([1, 1])), { message: /more behind it/ });
});

test('any bytes give a safe integer or a FormatError', (t) => {
  const property = fc.property(fc.uint8Array({ maxLength: 16 }), (data) => {
    for (const read of [readUvarint, readVarint]) {
      try {
        t.true(Number.isSafeInteger(read(data)));
      } catch (error) {
        t.true(error instanceof FormatError);
      }
    }
  });
  t.notThrows(() => fc.assert(property));
});
