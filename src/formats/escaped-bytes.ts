/**
 * Replaces escapes of single bytes (`pattern`'s first group, a number in `radix`) and decodes the whole as UTF-8:
 * several escaped bytes may make up one character.
 */
export function unescapeBytes(text: string, pattern: RegExp, radix: number): string {
  if (!text.includes('\\')) return text;
  const parts: Buffer[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const byte = Number.parseInt(match[1] ?? '', radix) & 0xff;
    parts.push(Buffer.from(text.slice(from, match.index)), Buffer.of(byte));
    from = match.index + match[0].length;
  }
  parts.push(Buffer.from(text.slice(from)));
  return Buffer.concat(parts).toString('utf8');
}
