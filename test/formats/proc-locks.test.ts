import test from 'ava';
import * as fc from 'fast-check';
import { parseLocks } from '../../src/formats/proc-locks.js';

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

test('the locks of a running kernel are read', (t) => {
  const text = [
    '1: FLOCK  ADVISORY  WRITE 5150 fe:00:2228387 0 EOF',
    '2: OFDLCK ADVISORY  READ -1 00:06:3 0 EOF',
    '3: POSIX  ADVISORY  READ  5433 08:01:7864448 128 128',
    '4: LEASE  ACTIVE    WRITE 714 103:02:9 0 EOF',
    '',
  ].join('\n');
  t.deepEqual(parseLocks(text), [
    { kind: 'FLOCK', exclusive: true, pid: 5150, major: 0xfe, minor: 0, inode: 2_228_387 },
    { kind: 'OFDLCK', exclusive: false, pid: -1, major: 0, minor: 6, inode: 3 },
    { kind: 'POSIX', exclusive: false, pid: 5433, major: 8, minor: 1, inode: 7_864_448 },
    { kind: 'LEASE', exclusive: true, pid: 714, major: 0x103, minor: 2, inode: 9 },
  ]);
});

test('who waits for a lock is indented by how long the queue is', (t) => {
  const text = [
    '1: FLOCK  ADVISORY  WRITE 10 fe:00:5 0 EOF',
    '1: -> FLOCK  ADVISORY  WRITE 11 fe:00:5 0 EOF',
    '1:  -> FLOCK  ADVISORY  WRITE 12 fe:00:5 0 EOF',
    '1:   -> FLOCK  ADVISORY  READ 13 fe:00:5 0 EOF',
  ].join('\n');
  t.deepEqual(
    parseLocks(text).map(({ pid }) => pid),
    [10, 11, 12, 13],
  );
});

test('a lock without a file, and any other line, is left out', (t) => {
  t.deepEqual(parseLocks('1: POSIX  *NOINODE*  READ 10 <none>:0 0 EOF\nx\n1: FLOCK ADVISORY'), []);
});

test('arbitrary text is a list of locks', (t) => {
  const field = fc.oneof(
    fc.string(),
    fc.constantFrom('1:', '->', 'FLOCK', 'ADVISORY', 'WRITE', '10', 'fe:00:5', '\n'),
  );
  const property = fc.property(fc.array(field), (fields) => {
    for (const { kind, inode } of parseLocks(fields.join(' '))) t.true(kind !== '' && inode >= 0);
  });
  t.notThrows(() => fc.assert(property));
});

test('locks written as the kernel writes them come back', (t) => {
  const lock = fc.record({
    kind: fc.constantFrom('FLOCK', 'POSIX', 'OFDLCK', 'LEASE', 'DELEG'),
    exclusive: fc.boolean(),
    pid: fc.integer({ min: -1, max: 4_194_304 }),
    major: fc.nat(4095),
    minor: fc.nat(1_048_575),
    inode: fc.nat(Number.MAX_SAFE_INTEGER),
  });
  const property = fc.property(fc.array(lock), (locks) => {
    const lines = locks.map(({ kind, exclusive, pid, major, minor, inode }, i) => {
      const access = exclusive ? 'WRITE' : 'READ';
      return `${i + 1}: ${kind.padEnd(6)} ADVISORY  ${access} ${pid} ${hex(major)}:${hex(minor)}:${inode} 0 EOF\n`;
    });
    t.deepEqual(parseLocks(lines.join('')), locks);
  });
  t.notThrows(() => fc.assert(property));
});
