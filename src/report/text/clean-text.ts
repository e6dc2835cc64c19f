/**
 * Characters that may not reach a terminal as they are: controls (C0, C1, DEL), format characters (bidirectional
 * marks and overrides, which reorder what a person reads; zero-width ones; tags), line and paragraph separators,
 * lone surrogates, and all that prints as nothing and so could hide text in a name. U+FE0E and U+FE0F stay: they only
 * choose how the emoji before them looks.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}[\p{Default_Ignorable_Code_Point}--[\ufe0e\ufe0f]]\u2800]/gv;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCharacter(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\u{${code.toString(16)}}`;
}

/**
 * Makes text from containers safe to print: each unsafe character becomes a visible escape such as `\x1b` or
 * `\u202e`, so that nothing is lost and nothing is hidden.
 */
export function cleanText(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}

/** JSON for a terminal or a file: the exact values, with the unsafe characters written as `\uXXXX`. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (character) => {
    // The line breaks and spaces that JSON.stringify itself writes between values stay.
    if (character === '\n') return character;
    let escaped = '';
    for (let i = 0; i < character.length; i++) {
      escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}
