import type { Key } from 'ink';

/** Control characters that arrive inside a string when keys come faster than they are read. */
const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007F': 'backspace',
  '\u001B': 'escape',
  '\u0003': 'ctrl+c',
};

const NAMED: readonly (readonly [keyof Key, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

/**
 * The keys in one call of Ink's `useInput`, one name each. `jjk` typed fast arrives as one string; so does a paste.
 * Keys with Alt, and controls without a name, give nothing.
 */
export function keysOf(input: string, key: Partial<Key>): string[] {
  if (key.tab === true) return [key.shift === true ? 'shift+tab' : 'tab'];
  const named = NAMED.find(([property]) => key[property] === true);
  if (named !== undefined) return [named[1]];
  if (key.ctrl === true) return input === '' ? [] : [`ctrl+${input}`];
  if (key.meta === true) return [];
  return Array.from(input).flatMap((character) => {
    const control = CONTROLS[character];
    if (control !== undefined) return [control];
    return /^\p{Cc}$/u.test(character) ? [] : [character];
  });
}
