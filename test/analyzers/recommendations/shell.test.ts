import { spawnSync } from 'node:child_process';
import test from 'ava';
import * as fc from 'fast-check';
import { shellCommand } from '../../../src/analyzers/recommendations/shell.js';

/** What a terminal acts on, or turns the text around with. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/v;

/** What a shell hands to a command for these words, each read on its own. */
function readBy(shell: string, words: readonly string[]): string[] {
  const script = words.map((word) => `printf '%s\\0' ${shellCommand(word)}`).join('\n');
  const { stdout, status } = spawnSync(shell, ['-s'], { input: script, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${shell} ended with ${status}`);
  return stdout.split('\0').slice(0, -1);
}

const odd = fc.constantFrom(
  "'",
  '"',
  '\\',
  '$',
  '`',
  '!',
  '*',
  '~',
  ' ',
  '#',
  '-',
  '(',
  ';',
  '&',
  '%',
  'é',
  '🐳',
);
const plain = fc.oneof(
  fc.string({ unit: fc.oneof(odd, fc.constantFrom('a', 'x', '1', '/', ':', '.')), maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !CONTROL.test(text)),
);
const controls = fc.constantFrom(
  '\n',
  '\t',
  '\u001b',
  '\r',
  '\u0007',
  '\u009b',
  '\u202e',
  '\u2028',
  '\ufeff',
  '\u007f',
);
const wild = fc.string({ unit: fc.oneof(odd, controls, fc.constantFrom('a', 'f', '0', '9')), maxLength: 12 });

test('every text without control characters is read by /bin/sh as it was', (t) => {
  fc.assert(
    fc.property(fc.array(plain, { minLength: 200, maxLength: 300 }), (words) => {
      t.deepEqual(readBy('/bin/sh', words), words);
    }),
    { numRuns: 10 },
  );
});

test('every text with control characters is read by bash as it was', (t) => {
  fc.assert(
    fc.property(fc.array(wild, { minLength: 200, maxLength: 300 }), (words) => {
      t.deepEqual(readBy('/bin/bash', words), words);
    }),
    { numRuns: 10 },
  );
});

test('no command has a control character in it, whatever the words', (t) => {
  fc.assert(
    fc.property(fc.array(fc.oneof(wild, fc.string({ unit: 'binary' })), { maxLength: 5 }), (words) => {
      t.false(CONTROL.test(shellCommand('docker', ...words)));
    }),
  );
});

test('names and options are not quoted, and everything else is', (t) => {
  t.is(
    shellCommand('docker', 'image', 'rm', '--no-prune', 'registry.local:5000/team/app:1.2'),
    'docker image rm --no-prune registry.local:5000/team/app:1.2',
  );
  t.is(shellCommand('rm', '', "it's", 'a b', '$HOME', '~'), String.raw`rm '' 'it'\''s' 'a b' '$HOME' '~'`);
  t.is(shellCommand('rm', "a\nb'\\"), String.raw`rm $'a\x0ab\x27\\'`);
});
