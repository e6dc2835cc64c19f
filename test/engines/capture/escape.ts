/**
 * Writes a path on one line without losing a byte: everything but printable ASCII, and the backslash, becomes
 * `\xHH`.
 */
export function escapePath(path: Buffer): string {
  let text = '';
  for (const byte of path) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}
