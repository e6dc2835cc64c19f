/** What a shell reads as it is. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** Controls and what a terminal would act on: written as escapes, which bash, zsh and busybox read in `$'…'`. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gv;

/**
 * A word for a POSIX shell, whatever is in it; with control characters in the form `$'…'`. A shell that does not know
 * this form, such as dash, reads it as a `$` before a plain quoted word: that is another name, but never a command,
 * because no quote sign is left in it.
 */
function shellWord(text: string): string {
  if (PLAIN.test(text)) return text;
  if (text.search(CONTROL) < 0) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const escaped = text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll("'", String.raw`\x27`)
    .replace(CONTROL, (character) =>
      [...new TextEncoder().encode(character)]
        .map((byte) => String.raw`\x${byte.toString(16).padStart(2, '0')}`)
        .join(''),
    );
  return `$'${escaped}'`;
}

/** A command line of words that are quoted where a shell needs it. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/**
 * A command line about objects that others have named: a name is never taken for an option.
 * @param names of the objects.
 */
export function commandAbout(words: readonly string[], names: readonly string[]): string {
  const isOption = names.some((name) => name.startsWith('-'));
  return shellCommand(...words, ...(isOption ? ['--'] : []), ...names);
}

/** What names an object that has both: the name is easier to read, the id is the same in every shell. */
export function nameOrId(name: string | null, id: string): string {
  return name !== null && PLAIN.test(name) && !name.startsWith('-') ? name : id;
}
