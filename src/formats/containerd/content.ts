import type { ContentBlob, ContentIngest } from '../../model/containerd.js';
import type { RecordBucket } from './record-bucket.js';

/** `content/blob/<digest>`. Source: containerd, core/metadata/content.go. */
export function readBlobs(namespace: RecordBucket): ContentBlob[] {
  return [...namespace.child('content').child('blob').children()].map(([digest, blob]) => ({
    digest,
    sizeBytes: blob.size('size'),
    createdAt: blob.time('createdat'),
    updatedAt: blob.time('updatedat'),
    labels: blob.texts('labels'),
  }));
}

/** `content/ingests/<ref>`. Source: containerd, core/metadata/content.go. */
export function readIngests(namespace: RecordBucket): ContentIngest[] {
  const ingests: ContentIngest[] = [];
  for (const [ref, ingest] of namespace.child('content').child('ingests').children()) {
    const name = ingest.requiredText('ref');
    if (name !== null) ingests.push({ ref, name, expiresAt: ingest.time('expireat') });
  }
  return ingests;
}
