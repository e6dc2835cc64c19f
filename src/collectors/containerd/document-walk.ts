import { documentKind } from '../../formats/containerd/document.js';
import type { BlobDocument, ContainerdNamespace, Descriptor } from '../../model/containerd.js';
import { DOCKER_NAMESPACES, HISTORY_NAMESPACE } from '../../model/containerd-layout.js';
import type { RecordReader } from '../data-root/record-reader.js';
import type { DocumentReader, WantedDocument } from './document-reader.js';

/** Labels of a blob that name the blobs it refers to. Source: containerd, core/metadata/gc.go. */
const CONTENT_REFERENCE = 'containerd.io/gc.ref.content';

export interface WalkedDocuments {
  readonly documents: ReadonlyMap<string, BlobDocument>;
  /** Digests of blobs that are recorded and have no file. */
  readonly gone: readonly string[];
  /** Every document that is there could be read. */
  readonly complete: boolean;
}

type Reference = Pick<WantedDocument, 'digest' | 'kind'>;

/** What these refer to and may be read: layers and what is no document are left out. */
function documentsAmong(descriptors: readonly Descriptor[]): Reference[] {
  return descriptors
    .map(({ digest, mediaType }) => ({ digest, kind: documentKind(mediaType) }))
    .filter(({ kind }) => kind !== null);
}

function referencesOf(document: BlobDocument): Reference[] {
  if (document.kind === 'index') return documentsAmong(document.manifests);
  if (document.kind === 'manifest' && document.config !== null) return documentsAmong([document.config]);
  return [];
}

/** Where a walk begins: images, and in the history, which has none, every blob that refers to another. */
function startsOf(namespace: ContainerdNamespace): Reference[] {
  const images = documentsAmong(namespace.images.map(({ target }) => target));
  if (namespace.name !== HISTORY_NAMESPACE) return images;
  const referring = namespace.blobs.filter(({ labels }) =>
    Object.keys(labels).some((label) => label.startsWith(CONTENT_REFERENCE)),
  );
  return [...images, ...referring.map(({ digest }) => ({ digest, kind: null }))];
}

/**
 * Reads the indexes, manifests and configurations of Docker's images and of its build history. Only what the same
 * namespace records is looked for: of an image for several platforms most children were never pulled. Nothing of
 * other clients' namespaces is read.
 */
export async function walkDocuments(
  reader: RecordReader,
  source: DocumentReader,
  namespaces: readonly ContainerdNamespace[],
): Promise<WalkedDocuments> {
  const documents = new Map<string, BlobDocument>();
  const gone = new Set<string>();
  let complete = true;
  for (const namespace of namespaces) {
    if (!DOCKER_NAMESPACES.includes(namespace.name)) continue;
    const sizes = new Map(namespace.blobs.map(({ digest, sizeBytes }) => [digest, sizeBytes]));
    const seen = new Set<string>();
    const pending = startsOf(namespace);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const sizeBytes = sizes.get(next.digest);
      if (sizeBytes === undefined || seen.has(next.digest)) continue;
      seen.add(next.digest);
      const reading = await source.read(reader, { ...next, sizeBytes });
      if (reading.state !== 'read') {
        if (reading.state === 'gone') gone.add(next.digest);
        else complete = false;
      } else if (reading.document !== null) {
        documents.set(next.digest, reading.document);
        pending.push(...referencesOf(reading.document));
      }
    }
  }
  return { documents, gone: [...gone], complete };
}
