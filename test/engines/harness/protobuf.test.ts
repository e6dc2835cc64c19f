import test from 'ava';
import { protobufFields } from './protobuf.js';

test('numbers and bytes are read in their order, numbers of several bytes too', (t) => {
  const message = Buffer.from([0x08, 0x96, 0x01, 0x6a, 0x02, 0x68, 0x69]);
  t.deepEqual(protobufFields(message), [
    { number: 1, value: 150n },
    { number: 13, value: Buffer.from('hi') },
  ]);
});

test('a message that is cut off is no message', (t) => {
  for (const bytes of [[0x08], [0x08, 0x96], [0x6a, 0x02, 0x68], [0x6a]])
    t.throws(() => protobufFields(Buffer.from(bytes)));
});
