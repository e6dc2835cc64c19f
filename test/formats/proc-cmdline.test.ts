import test from 'ava';
import * as fc from 'fast-check';
import { parseCommandLine } from '../../src/formats/proc-cmdline.js';

test('each argument ends with a zero', (t) => {
  t.deepEqual(parseCommandLine('sh\0-c\0echo a b\0'), ['sh', '-c', 'echo a b']);
  t.deepEqual(parseCommandLine('grep\0\0file\0'), ['grep', '', 'file']);
  t.deepEqual(parseCommandLine('sh\0-c\0\0'), ['sh', '-c', '']);
});

test('what a process wrote itself is one argument, without what fills the rest', (t) => {
  t.deepEqual(parseCommandLine('nginx: worker process'), ['nginx: worker process']);
  t.deepEqual(parseCommandLine('postgres: checkpointer \0\0\0\0'), ['postgres: checkpointer ']);
});

test('a thread of the kernel, a zombie and a process that wiped its arguments have none', (t) => {
  t.deepEqual(parseCommandLine(''), []);
  t.deepEqual(parseCommandLine('\0'), []);
  t.deepEqual(parseCommandLine('\0\0\0'), []);
});

test('arguments are those that were given, unless all but the first are empty', (t) => {
  const word = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\u{1b}', 'é') });
  const property = fc.property(fc.array(word), word.filter(Boolean), (words, last) => {
    const args = [...words, last];
    t.deepEqual(parseCommandLine(args.map((arg) => `${arg}\0`).join('')), args);
  });
  t.notThrows(() => fc.assert(property));
});
