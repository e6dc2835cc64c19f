import { z } from 'zod';
import type { BoltDatabase } from './bolt/database.js';
import type { RecordIssue } from './bolt/record-issue.js';
import { topBucketEntries } from './bolt/top-bucket.js';
import { parseJson } from './json.js';

/** A volume in the engine's index. It says nothing on whether the volume's directory is still there. */
export interface IndexedVolume {
  readonly name: string;
  readonly driver: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
}

export interface VolumeDatabase {
  /** In byte order of the names. */
  readonly volumes: readonly IndexedVolume[];
  readonly issues: readonly RecordIssue[];
}

const stringMap = z
  .record(z.string(), z.string())
  .nullish()
  .transform((map) => map ?? {});

const metadata = z.object({
  Name: z.string(),
  Driver: z.string().default('local'),
  Labels: stringMap,
  Options: stringMap,
});

/**
 * The engine's index of volumes, `volumes/metadata.db`: bucket `volumes`, key = name, value = JSON.
 * Source: Docker Engine, `volume/service/db.go`.
 * @throws BoltError when the way to the bucket is damaged.
 */
export function readVolumeDatabase(database: BoltDatabase): VolumeDatabase {
  const volumes: IndexedVolume[] = [];
  const issues: RecordIssue[] = [];
  for (const [key, value] of topBucketEntries(database, 'volumes', issues)) {
    const record = key.toString();
    if (!Buffer.isBuffer(value)) {
      issues.push({ record, detail: 'a bucket where a volume was expected' });
      continue;
    }
    const parsed = parseJson(value.toString(), metadata);
    if ('detail' in parsed) {
      issues.push({ record, detail: parsed.detail });
      continue;
    }
    const { Name: name, Driver: driver, Labels: labels, Options: options } = parsed.value;
    if (name === record) volumes.push({ name, driver, labels, options });
    else issues.push({ record, detail: 'the record carries another name than its key' });
  }
  return { volumes, issues };
}
