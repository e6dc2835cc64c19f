import test from 'ava';
import * as fc from 'fast-check';
import { readGoTime } from '../../../src/formats/containerd/go-time.js';
import { FormatError } from '../../../src/formats/format-error.js';
import { goTime } from './encodings.js';

test('a time of a real store is read to the nanosecond', (t) => {
  t.is(readGoTime(Buffer.from('010000000ee29669d11edd087cffff', 'hex')), '2026-11-23T17:07:29.517802108Z');
});

test('a zone changes nothing, and the seconds of its offset may follow', (t) => {
  const eastern = Buffer.from('010000000ee29669d11edd087c003c', 'hex');
  t.is(readGoTime(eastern), '2026-11-23T17:07:29.517802108Z');
  const odd = Buffer.from('020000000ee29669d11edd087c003c11', 'hex');
  t.is(readGoTime(odd), '2026-11-23T17:07:29.517802108Z');
});

test('the zero time stands for no time', (t) => {
  t.is(readGoTime(Buffer.from('010000000000000000000000000000', 'hex')), null);
});

test('another version, another length or an impossible fraction is an error', (t) => {
  const good = goTime('2026-01-02T03:04:05.678Z');
  t.is(readGoTime(good), '2026-01-02T03:04:05.678Z');
  const bad = [Buffer.alloc(0), good.subarray(0, 14), Buffer.concat([good, Buffer.of(0)])];
  const version = Buffer.from(good);
  version.writeUInt8(3);
  const fraction = Buffer.from(good);
  fraction.writeInt32BE(1_000_000_000, 9);
  for (const data of [...bad, version, fraction]) {
    t.throws(() => readGoTime(data), { instanceOf: FormatError });
  }
});

test('any fifteen bytes give a time, no time or a FormatError', (t) => {
  const bytes = fc.uint8Array({ minLength: 14, maxLength: 14 });
  const property = fc.property(bytes, (rest) => {
    try {
      const time = readGoTime(Uint8Array.of(1, ...rest));
      t.true(time === null || !Number.isNaN(Date.parse(time)));
    } catch (error) {
      t.true(error instanceof FormatError);
    }
  });
  t.notThrows(() => fc.assert(property));
});

test('a time in a larger buffer is read where it stands', (t) => {
  const padded = Buffer.concat([Buffer.alloc(7, 9), goTime('2026-01-02T03:04:05Z')]);
  t.is(readGoTime(padded.subarray(7)), '2026-01-02T03:04:05Z');
});
