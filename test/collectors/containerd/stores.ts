import { createHash } from 'node:crypto';
import { blobFile, metadataDatabase, snapshotterDatabase } from '../../../src/model/containerd-layout.js';
import { boltOf, type Content } from '../../formats/bolt/bolt-writer.js';
import { capturedDatabase } from '../../formats/bolt/reading.js';
import { capturedDocuments } from '../../formats/containerd/captured-documents.js';
import { varint } from '../../formats/containerd/encodings.js';
import { MemoryFiles } from '../data-root/memory-files.js';

/** The store of a real engine, without layers: databases and documents. */
export function capturedStore(store: string): MemoryFiles {
  return new MemoryFiles(
    new Map([
      [metadataDatabase(store), capturedDatabase('containerd-28.5.2')],
      [snapshotterDatabase(store, 'overlayfs'), capturedDatabase('snapshotter-28.5.2')],
      ...[...capturedDocuments()].map(([digest, data]) => [blobFile(store, digest), data] as const),
    ]),
  );
}

export interface Reference {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const OCI = 'application/vnd.oci.image';

/** A store at the root itself, put together blob by blob, with everything in the namespace `moby` at first. */
export class MadeStore {
  readonly files = new MemoryFiles();
  readonly blobs: Record<string, Content> = {};
  readonly images: Record<string, Content> = {};
  readonly others: Record<string, Content> = {};

  /** Writes a blob and its record. */
  put(kind: 'index' | 'manifest' | 'config', value: unknown, labels: Content = {}): Reference {
    const data = Buffer.from(JSON.stringify(value));
    const digest = `sha256:${createHash('sha256').update(data).digest('hex')}`;
    this.files.files.set(blobFile('', digest), data);
    this.blobs[digest] = { size: varint(data.length), labels };
    return { mediaType: `${OCI}.${kind}.v1+json`, digest, size: data.length };
  }

  /** A manifest with a configuration. */
  image(architecture: string): Reference {
    return this.put('manifest', { config: this.put('config', { os: 'linux', architecture }), layers: null });
  }

  name(name: string, { digest, mediaType }: Pick<Reference, 'digest' | 'mediaType'>): void {
    this.images[name] = { target: { digest, mediatype: mediaType } };
  }

  /** Writes the databases; namespaces in `others` beside `moby`, or instead of it. */
  finish(): MemoryFiles {
    const moby = { images: this.images, content: { blob: this.blobs } };
    const meta = boltOf({ v1: { version: varint(4), moby, ...this.others } });
    this.files.files.set(metadataDatabase(''), meta);
    return this.files;
  }
}
