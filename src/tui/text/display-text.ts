import { cleanText } from '../../report/text/clean-text.js';

const PRINTABLE_ASCII = /^[\u0020-\u007E]*$/;

/**
 * Characters whose width terminals do not agree on, because it depends on their neighbors: variation selectors, emoji
 * modifiers, regional indicators, conjoining Hangul vowels and tails.
 */
const UNSURE_WIDTH =
  /\p{Variation_Selector}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u1160-\u11FF\uD7B0-\uD7FF]/gu;

/** More than two marks on one character would be drawn over the rows above and below. */
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu;

/** No cell and no field shows more; longer text is cut before it is looked at. */
const LONGEST = 4096;

/**
 * Text of the engine or a container, ready for a cell: safe (see `cleanText`), on one line, and as wide on every
 * terminal as `string-width` says.
 */
export function displayText(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  if (PRINTABLE_ASCII.test(cut)) return cut;
  return cleanText(cut)
    .replace(UNSURE_WIDTH, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(STACKED_MARKS, '$1…');
}
