import { z } from 'zod';
import type { BoltBucket } from '../bolt/bucket.js';
import { parseJson } from '../json.js';
import { timestampFromNanoseconds } from '../timestamp.js';

const textValue = z.object({ value: z.string() });
const flagValue = z.object({ value: z.boolean() });
const textsValue = z.object({ value: z.array(z.string()).nullable() });
/** Read from the text: nanoseconds since 1970 are above 2^53, where `JSON.parse` rounds. */
const INTEGER = /^\s*\{\s*"value"\s*:\s*(-?\d{1,19})\s*[,}]/;

/**
 * The fields of one record of `metadata_v2.db`: JSON `{"value": …}` per key; an empty value means that the field
 * was cleared. Source: BuildKit, `cache/metadata.go`, `cache/metadata/metadata.go`.
 */
export class RecordFields {
  readonly #values = new Map<string, Buffer>();
  readonly #issue: (detail: string) => void;
  /** Some fields could not be read at all, and which ones is unknown. */
  readonly damaged: boolean;

  constructor(bucket: BoltBucket, issue: (detail: string) => void) {
    let damaged = false;
    const entries = bucket.entries((error) => {
      damaged = true;
      issue(error.message);
    });
    for (const [key, value] of entries) {
      if (Buffer.isBuffer(value) && value.length > 0) this.#values.set(key.toString(), value);
    }
    this.#issue = issue;
    this.damaged = damaged;
  }

  /** `null` when the field is absent or empty. */
  text(key: string): string | null {
    return this.#parse(key, textValue)?.value || null;
  }

  texts(key: string): readonly string[] {
    return this.#parse(key, textsValue)?.value ?? [];
  }

  flag(key: string): boolean {
    return this.#parse(key, flagValue)?.value ?? false;
  }

  integer(key: string): bigint | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    const digits = INTEGER.exec(value.toString())?.[1];
    if (digits !== undefined) return BigInt(digits);
    this.#issue(`${key} is not a whole number`);
    return null;
  }

  /** A time field, RFC 3339 in UTC. */
  time(key: string): string | null {
    const nanoseconds = this.integer(key);
    return nanoseconds === null ? null : timestampFromNanoseconds(nanoseconds);
  }

  #parse<T>(key: string, schema: z.ZodType<T>): T | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    const parsed = parseJson(value.toString(), schema);
    if ('value' in parsed) return parsed.value;
    this.#issue(`${key}: ${parsed.detail}`);
    return null;
  }
}
