import test from 'ava';
import * as fc from 'fast-check';
import { parseProcessStatus } from '../../src/formats/proc-status.js';

/** The lines of a nested process of a container, Linux 6.18, with others cut out. */
const NESTED = [
  'Name:\tsleep',
  'Umask:\t0022',
  'State:\tS (sleeping)',
  'Tgid:\t29482',
  'Uid:\t100000\t101000\t100000\t100000',
  'Gid:\t0\t0\t0\t0',
  'Groups:\t0 1 2 ',
  'NStgid:\t29482\t9\t3\t1',
  'NSpid:\t29482\t9\t3\t1',
  'VmRSS:\t    1540 kB',
  'Threads:\t1',
  '',
].join('\n');

test('ids in every namespace, effective user and resident memory are read', (t) => {
  t.deepEqual(parseProcessStatus(NESTED), {
    nsPids: [29_482, 9, 3, 1],
    uid: 101_000,
    zombie: false,
    residentBytes: 1540 * 1024,
  });
});

test('a zombie and a thread of the kernel have no memory', (t) => {
  const zombie = NESTED.replace(/VmRSS.*\n/, '').replace('S (sleeping)', 'Z (zombie)');
  const status = parseProcessStatus(zombie);
  t.true(status?.zombie);
  t.is(status?.residentBytes, null);
});

test('a kernel that knows no NSpid says nothing of namespaces', (t) => {
  t.deepEqual(parseProcessStatus(NESTED.replace(/NSpid.*\n/, ''))?.nsPids, []);
});

test('a name that looks like lines is none of them', (t) => {
  // The kernel writes a newline in a name as `\n`.
  const name = String.raw`Name:	a\nUid:	7	7	7	7\nNSpid:	1`;
  t.deepEqual(parseProcessStatus(NESTED.replace('Name:\tsleep', name)), parseProcessStatus(NESTED));
});

test('what is cut or no status at all is nothing', (t) => {
  for (const text of ['', 'Name:\ta\n', NESTED.slice(0, 60), NESTED.replace('101000', '-1')]) {
    t.is(parseProcessStatus(text), null);
  }
  t.is(parseProcessStatus(NESTED.replace('NSpid:\t29482', 'NSpid:\tx')), null);
});

test('arbitrary text is a status or none', (t) => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('\n', '\t', ':', 'Uid', 'NSpid', 'VmRSS', 'State', '1', ' kB'),
    fc.constant('\nUid:\t1\t1\t1\t1\n'),
  );
  const property = fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
    const status = parseProcessStatus(pieces.join(''));
    t.true(status === null || [status.uid, ...status.nsPids].every((id) => Number.isSafeInteger(id)));
    t.true((status?.nsPids.length ?? 0) <= 33);
  });
  t.notThrows(() => fc.assert(property));
});
