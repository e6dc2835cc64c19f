import test from 'ava';
import * as fc from 'fast-check';
import { COMMANDS } from '../../../src/tui/keys/commands.js';
import { commandFor, KEY_MAP } from '../../../src/tui/keys/key-map.js';
import { keysOf } from '../../../src/tui/keys/keys-of.js';

test('every command has a key, and no key two commands in one mode', (t) => {
  t.deepEqual([...new Set(KEY_MAP.map(({ command }) => command))].sort(), [...COMMANDS].sort());
  const taken = KEY_MAP.flatMap(({ keys, modes }) =>
    modes.flatMap((mode) => keys.map((key) => `${mode} ${key}`)),
  );
  t.is(new Set(taken).size, taken.length);
});

test('the keys of the documentation do what it says', (t) => {
  t.is(commandFor('j', 'normal'), 'down');
  t.is(commandFor('G', 'normal'), 'bottom');
  t.is(commandFor('l', 'normal'), 'open');
  t.is(commandFor('escape', 'normal'), 'back');
  t.is(commandFor('5', 'normal'), 'view-volumes');
  t.is(commandFor('8', 'normal'), 'view-networks');
  t.is(commandFor('9', 'normal'), 'view-logs');
  t.is(commandFor('j', 'filter'), null);
  t.is(commandFor('q', 'help'), 'help-close');
  t.is(commandFor('ctrl+c', 'filter'), 'interrupt');
});

test('keys typed faster than they are read arrive one by one', (t) => {
  t.deepEqual(keysOf('jjk', {}), ['j', 'j', 'k']);
  t.deepEqual(keysOf('/a日\rj', {}), ['/', 'a', '日', 'enter', 'j']);
});

test('named keys and those with Ctrl or Shift have one name', (t) => {
  t.deepEqual(keysOf('', { downArrow: true }), ['down']);
  t.deepEqual(keysOf('', { tab: true, shift: true }), ['shift+tab']);
  t.deepEqual(keysOf('c', { ctrl: true }), ['ctrl+c']);
  t.deepEqual(keysOf('', { delete: true }), ['backspace']);
  t.deepEqual(keysOf('x', { meta: true }), []);
});

test('no input gives a control character as a key', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (input) => {
      t.true(keysOf(input, {}).every((key) => !/^\p{Cc}$/u.test(key)));
    }),
  );
});
