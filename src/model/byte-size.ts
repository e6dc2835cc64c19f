const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  t: 1e12,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

/**
 * Reads a size such as `100MB`, `1.5 GiB` or `4096`: decimal units as Docker prints them, binary ones with the `i`.
 * @returns whole bytes, `null` where it is no size.
 */
export function parseByteSize(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,9})?)\s*([a-z]{0,3})$/i.exec(text.trim());
  const unit = UNITS[match?.[2]?.toLowerCase() ?? ''];
  if (match === null || unit === undefined) return null;
  const bytes = Math.round(Number(match[1]) * unit);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Largest first: a size is written in the largest unit that it has a whole one of. */
const WRITTEN: readonly (readonly [unit: string, bytes: number])[] = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
];

/**
 * A size for a command line, such as `12.31GB`: one word, and `parseByteSize` reads it as at least as many bytes. It is
 * rounded up to hundredths of its unit, so that who frees that much frees enough. Sizes up to 9 PB can be read back.
 */
export function writeByteSize(bytes: number): string {
  const [unit, factor] = WRITTEN.find(([, factor]) => bytes >= factor) ?? ['', 1];
  const size = (Math.ceil(bytes / (factor / 100)) / 100).toFixed(2).replace(/\.?0+$/, '');
  return size + unit;
}
