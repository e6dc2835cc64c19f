import test from 'ava';
import * as fc from 'fast-check';
import { parseProcNetUnix } from '../../src/formats/proc-net-unix.js';

const TABLE = `Num       RefCount Protocol Flags    Type St Inode Path
00000000a8b9f0d1: 00000002 00000000 00010000 0001 01 24680 /run/docker.sock
00000000c0ffee00: 00000003 00000000 00000000 0001 03 24999 /run/docker.sock
00000000deadbeef: 00000002 00000000 00000000 0002 01 13579
00000000deadbee0: 00000002 00000000 00010000 0001 01   777 @/tmp/with blanks
`;

test('listening, connected, unbound and abstract sockets are told apart', (t) => {
  t.deepEqual(parseProcNetUnix(TABLE), [
    { inode: '24680', listening: true, path: '/run/docker.sock' },
    { inode: '24999', listening: false, path: '/run/docker.sock' },
    { inode: '13579', listening: false, path: null },
    { inode: '777', listening: true, path: '@/tmp/with blanks' },
  ]);
});

test('a path with a line break adds no socket', (t) => {
  const sockets = parseProcNetUnix(TABLE.replace('with blanks', 'with\nbreak'));
  t.is(sockets.length, 4);
  t.is(sockets.at(-1)?.path, '@/tmp/with');
});

test('an inode number above 2^53 stays exact', (t) => {
  const [socket] = parseProcNetUnix('0: 2 0 00010000 0001 01 18446744073709551615 /s');
  t.is(socket?.inode, '18446744073709551615');
});

test('every socket of a table is found again, whatever its path', (t) => {
  const entries = fc.array(
    fc.record({
      inode: fc.bigInt(1n, 2n ** 64n - 1n),
      listening: fc.boolean(),
      path: fc.string({ minLength: 1 }),
    }),
  );
  const property = fc.property(entries, (sockets) => {
    const table = sockets.map(({ inode, listening, path }) => {
      const flags = listening ? '00010000' : '00000000';
      return `0000000000000000: 00000002 00000000 ${flags} 0001 01 ${String(inode).padStart(5)} ${path}`;
    });
    const expected = sockets.map((socket) => ({ ...socket, inode: String(socket.inode) }));
    t.deepEqual(parseProcNetUnix(`Num RefCount\n${table.join('\n')}\n`), expected);
  });
  t.notThrows(() => fc.assert(property));
});

test('any text is read without an error', (t) => {
  t.notThrows(() => fc.assert(fc.property(fc.string(), (text) => void parseProcNetUnix(text))));
});
