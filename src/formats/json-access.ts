import { FormatError } from './format-error.js';
import { utcTimestamp } from './timestamp.js';

/** A JSON object whose members are still unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses a JSON object out of bytes that may be cut off or anything else.
 * @throws FormatError naming `format`.
 */
export function parseJsonObject(data: Uint8Array | string, format: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(typeof data === 'string' ? data : Buffer.from(data).toString('utf8'));
  } catch {
    throw new FormatError(format, data.length === 0 ? 'the file is empty' : 'the JSON is damaged');
  }
  const object = asObject(value);
  if (object === null) throw new FormatError(format, 'it is not a JSON object');
  return object;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string that says something: the empty string counts as absent, as the engines write it. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A non-negative integer that a double holds exactly. */
export function asCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Every member that is a string. */
export function asStringMap(value: unknown): Record<string, string> {
  const map: Record<string, string> = {};
  for (const [key, member] of Object.entries(asObject(value) ?? {})) {
    if (typeof member === 'string') Object.defineProperty(map, key, { value: member, enumerable: true });
  }
  return map;
}

/** The strings of an array. */
export function asTexts(value: unknown): string[] {
  return asArray(value).filter((member): member is string => typeof member === 'string');
}

/** A time in RFC 3339 UTC; `null` for Go's zero time, which the engines write for "never", and for no time at all. */
export function asTime(value: unknown): string | null {
  return typeof value === 'string' ? utcTimestamp(value) : null;
}
