import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { BoltBucket } from '../../../src/formats/bolt/bucket.js';
import type { BoltDatabase } from '../../../src/formats/bolt/database.js';
import type { DamageHandler } from '../../../src/formats/bolt/error.js';
import type { Tree } from './bolt-writer.js';

/** The whole content of a bucket. */
export function readTree(bucket: BoltBucket, onDamage?: DamageHandler): Tree {
  const tree = new Map<string, Buffer | Tree>();
  for (const [key, value] of bucket.entries(onDamage)) {
    tree.set(key.toString('latin1'), Buffer.isBuffer(value) ? value : readTree(value, onDamage));
  }
  return tree;
}

/** What one reading of everything took. */
export interface Work {
  readonly entries: number;
  readonly valueBytes: number;
  readonly pages: number;
}

/** Reads everything that can be read, and counts. */
export function measureReading(database: BoltDatabase, onDamage: DamageHandler): Work {
  let entries = 0;
  let valueBytes = 0;
  const visit = (bucket: BoltBucket): void => {
    for (const [key, value] of bucket.entries(onDamage)) {
      entries++;
      valueBytes += key.length;
      if (Buffer.isBuffer(value)) valueBytes += value.length;
      else visit(value);
    }
  };
  visit(database.root);
  return { entries, valueBytes, pages: database.pagesRead };
}

const FIXTURES = new URL('../../../../test/fixtures/databases/', import.meta.url);

/** A captured database by its name without `.db.gz`. */
export function capturedDatabase(name: string): Buffer {
  return gunzipSync(readFileSync(new URL(`${name}.db.gz`, FIXTURES)));
}

/** A captured answer of the engine, by its name without `.json`. */
export function capturedAnswer(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8'));
}
