import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const FILE = new URL('../../../../test/fixtures/databases/documents-28.5.2.json.gz', import.meta.url);

/** The small JSON blobs of the store whose database is `containerd-28.5.2`, by digest. */
export function capturedDocuments(): Map<string, Buffer> {
  const texts = z.record(z.string(), z.string()).parse(JSON.parse(gunzipSync(readFileSync(FILE)).toString()));
  return new Map(Object.entries(texts).map(([digest, text]) => [digest, Buffer.from(text)]));
}
