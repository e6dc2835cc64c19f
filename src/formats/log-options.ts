import type { LogRotation } from '../model/log-rotation.js';

const FACTORS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 };

/** A number, perhaps a space, a unit: `10m`, `1.5 GB`, `20MiB`. The longest that means anything is short. */
const SIZE = /^(\d{1,20}(?:\.\d{1,20})?) ?(?:([kmgtp])(?:i?b)?|b)?$/i;

/**
 * A size as the log drivers read it: every unit is decimal, `KiB` and `kB` alike, in any case.
 * Source: docker/go-units, size.go, `FromHumanSize`.
 * @returns whole bytes; `null` where it is no size, or more than a double holds exactly.
 */
export function parseHumanSize(text: string): number | null {
  const match = SIZE.exec(text);
  if (match === null) return null;
  const bytes = Math.trunc(Number(match[1]) * (FACTORS[match[2]?.toLowerCase() ?? ''] ?? 1));
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Source: Go, strconv.ParseBool. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

/** A count of files as Go's `strconv.Atoi` reads it, at least 1: `null` for anything else. */
function parseFiles(text: string): number | null {
  if (!/^\+?\d{1,15}$/.test(text)) return null;
  const files = Number(text);
  return files >= 1 ? files : null;
}

/** `-1` is documented as "no limit" for json-file; an empty value says no more than that. */
const UNLIMITED: readonly string[] = ['', '-1'];

/**
 * What the options of a log driver say of rotation. Values that cannot be read are named: with them the engine starts
 * no container. Source: moby, daemon/logger/jsonfilelog/jsonfilelog.go and daemon/logger/local/config.go.
 */
export function parseLogRotation(options: Readonly<Record<string, string>>): LogRotation {
  const { 'max-size': size, 'max-file': files, compress } = options;
  const unlimited = size !== undefined && UNLIMITED.includes(size);
  const maxSizeBytes = size === undefined || unlimited ? null : parseHumanSize(size) || null;
  const maxFiles = files === undefined ? null : parseFiles(files);
  const compressed = compress === undefined ? null : (BOOLEANS.get(compress) ?? null);
  const disabled = options['cache-disabled'];
  const bad = [
    ...(size !== undefined && !unlimited && maxSizeBytes === null ? ['max-size'] : []),
    ...(files !== undefined && maxFiles === null ? ['max-file'] : []),
    ...(compress !== undefined && compressed === null ? ['compress'] : []),
  ];
  return {
    maxSizeBytes,
    unlimited,
    maxFiles,
    compress: compressed,
    // A value that is no boolean switches the copy off as well: moby, loggerutils/cache/local_cache.go.
    cacheDisabled: disabled !== undefined && disabled !== '' && BOOLEANS.get(disabled) !== false,
    bad,
  };
}
