import { createHash } from 'node:crypto';
import { type DocumentKind, parseDocument, recognizeDocument } from '../../formats/containerd/document.js';
import { FormatError } from '../../formats/format-error.js';
import type { BlobDocument } from '../../model/containerd.js';
import { blobFile } from '../../model/containerd-layout.js';
import type { RecordReader } from '../data-root/record-reader.js';

/** What registries must take at least and engines accept. Source: OCI distribution specification, "Pushing Manifests". */
const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

/** Bounds of all documents that are kept. */
export interface DocumentLimits {
  readonly documents: number;
  readonly bytes: number;
}

/** A large build host has some thousands of documents, of a few kilobytes each. */
const LIMITS: DocumentLimits = { documents: 50_000, bytes: 256 * 1024 * 1024 };

const MISSING = 'the layers and the content of images';

/** Digests become paths: nothing else than these is looked for. Source: opencontainers/go-digest, algorithm.go. */
const DIGEST = /^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;

/** A document to be read: its kind as its referrer says, `null` where only its content can tell. */
export interface WantedDocument {
  readonly digest: string;
  readonly kind: DocumentKind | null;
  /** As recorded; `null` when that is not known. */
  readonly sizeBytes: number | null;
}

/**
 * - `read`: here it is, `null` for a blob whose content is no document;
 * - `gone`: recorded, but there is no file;
 * - `failed`: reported as a problem.
 */
export type DocumentReading =
  | { readonly state: 'read'; readonly document: BlobDocument | null }
  | { readonly state: 'gone' | 'failed' };

const FAILED: DocumentReading = { state: 'failed' };

function matches(digest: string, data: Buffer): boolean {
  const [algorithm = '', hex] = digest.split(':');
  return createHash(algorithm).update(data).digest('hex') === hex;
}

/** Reads the documents of one content store. A blob never changes: what was read once is kept. */
export class DocumentReader {
  readonly #store: string;
  readonly #known = new Map<string, BlobDocument | null>();
  readonly #limits: DocumentLimits;
  #bytes = 0;

  /** @param store where the containerd root lies below the root that is read. */
  constructor(store: string, limits = LIMITS) {
    this.#store = store;
    this.#limits = limits;
  }

  async read(reader: RecordReader, wanted: WantedDocument): Promise<DocumentReading> {
    const known = this.#known.get(wanted.digest);
    if (known !== undefined) return { state: 'read', document: known };
    if (!DIGEST.test(wanted.digest)) {
      reader.damaged(
        this.#store,
        MISSING,
        `said to hold ${JSON.stringify(wanted.digest)}, which is no digest`,
      );
      return FAILED;
    }
    const path = blobFile(this.#store, wanted.digest);
    if ((wanted.sizeBytes ?? 0) > MAX_DOCUMENT_BYTES) return this.#tooLarge(reader, path);
    const full = this.#known.size >= this.#limits.documents || this.#bytes >= this.#limits.bytes;
    if (full) return this.#tooMany(reader, path);
    const failures = reader.failures;
    const data = await reader.read(path, MISSING);
    if (data === null) return reader.failures === failures ? { state: 'gone' } : FAILED;
    if (data.length > MAX_DOCUMENT_BYTES) return this.#tooLarge(reader, path);
    return this.#parse(reader, path, wanted, data);
  }

  #parse(reader: RecordReader, path: string, wanted: WantedDocument, data: Buffer): DocumentReading {
    if (!matches(wanted.digest, data)) {
      reader.damaged(path, MISSING, 'changed: it does not match its digest');
      return FAILED;
    }
    try {
      const document = wanted.kind === null ? recognizeDocument(data) : parseDocument(data, wanted.kind);
      this.#known.set(wanted.digest, document);
      this.#bytes += data.length;
      return { state: 'read', document };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      reader.damaged(path, MISSING, error.message);
      return FAILED;
    }
  }

  #tooLarge(reader: RecordReader, path: string): DocumentReading {
    reader.damaged(path, MISSING, 'larger than a manifest or a configuration can be');
    return FAILED;
  }

  #tooMany(reader: RecordReader, path: string): DocumentReading {
    reader.damaged(path, MISSING, 'left out: there are more manifests and configurations than bilge reads');
    return FAILED;
  }
}
