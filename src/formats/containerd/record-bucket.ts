import { BoltBucket } from '../bolt/bucket.js';
import type { RecordIssue } from '../bolt/record-issue.js';
import { FormatError } from '../format-error.js';
import { readGoTime } from './go-time.js';
import { readUvarint, readVarint } from './varint.js';

/**
 * A bucket of one of containerd's databases. Whatever in it cannot be read becomes an issue under the bucket's path,
 * and the rest is given: half a record still proves that there is one.
 */
export class RecordBucket {
  readonly #path: string;
  readonly #values = new Map<string, Buffer | BoltBucket>();
  readonly #issues: RecordIssue[];

  /** @param bucket `null` for one that is not there: it is empty. */
  constructor(path: string, bucket: BoltBucket | null, issues: RecordIssue[]) {
    this.#path = path;
    this.#issues = issues;
    const entries = bucket?.entries((error) => {
      this.issue(error.message);
    });
    for (const [key, value] of entries ?? []) this.#values.set(key.toString(), value);
  }

  issue(detail: string): void {
    this.#issues.push({ record: this.#path, detail });
  }

  /** Keys of values and buckets alike. */
  names(): string[] {
    return [...this.#values.keys()];
  }

  /** The bucket under a key, empty when there is none. */
  child(name: string): RecordBucket {
    const value = this.#values.get(name);
    if (Buffer.isBuffer(value)) this.issue(`${name} is a value where a bucket was expected`);
    return new RecordBucket(
      `${this.#path}/${name}`,
      value instanceof BoltBucket ? value : null,
      this.#issues,
    );
  }

  /** Every entry as a bucket; a value among them is an issue. */
  *children(): Generator<[name: string, bucket: RecordBucket]> {
    for (const [name, value] of this.#values) {
      const child = this.child(name);
      if (value instanceof BoltBucket) yield [name, child];
    }
  }

  /** `null` when the field is absent or empty. */
  text(key: string): string | null {
    return this.#read(key, (data) => data.toString() || null);
  }

  /** A text without which the record says nothing: its absence is an issue. */
  requiredText(key: string): string | null {
    const text = this.text(key);
    if (text === null) this.issue(`without ${key}`);
    return text;
  }

  /** RFC 3339 in UTC. */
  time(key: string): string | null {
    return this.#read(key, readGoTime);
  }

  /** A size or a count. */
  size(key: string): number | null {
    return this.#read(key, (data) => {
      const size = readVarint(data);
      if (size < 0) throw new FormatError('size', 'it is negative');
      return size;
    });
  }

  /** An id as decimal digits. */
  id(key: string): string | null {
    return this.#read(key, (data) => readUvarint(data).toString());
  }

  byte(key: string): number | null {
    return this.#read(key, (data) => {
      if (data.length !== 1) throw new FormatError('byte', `it has ${data.length} bytes`);
      return data.readUInt8();
    });
  }

  /** A bucket of texts, such as `labels`. */
  texts(key: string): Readonly<Record<string, string>> {
    const bucket = this.child(key);
    // `fromEntries` defines members, so that a label named `__proto__` is one like any other.
    return Object.fromEntries(bucket.names().map((name) => [name, bucket.text(name) ?? '']));
  }

  #read<T>(key: string, reader: (data: Buffer) => T): T | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    try {
      if (Buffer.isBuffer(value)) return reader(value);
      this.issue(`${key} is a bucket where a value was expected`);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.issue(`${key}: ${error.message}`);
    }
    return null;
  }
}
