import { readMetaDatabase } from '../../formats/containerd/meta-database.js';
import { readSnapshotDatabase } from '../../formats/containerd/snapshot-database.js';
import type { ContainerdNamespace, ContainerdStore, Snapshotter } from '../../model/containerd.js';
import {
  blobFile,
  DOCKER_NAMESPACES,
  metadataDatabase,
  snapshotterDatabase,
  snapshotterOf,
} from '../../model/containerd-layout.js';
import { readDatabase } from '../data-root/open-database.js';
import { RecordReader } from '../data-root/record-reader.js';
import { FileSourceError } from '../disk/file-source.js';
import { DocumentReader } from './document-reader.js';
import { walkDocuments } from './document-walk.js';

const RECORDS = 'images, snapshots and blobs of the containerd image store';
const SNAPSHOTS = 'the snapshots of the containerd image store';
/** How often a blob must be missed before it is called lost. */
const LOOKS = 3;

const DOCUMENT = 'the layers and the content of images';

/** What was read, and whether what is not in it is known not to exist. */
interface Part<T> {
  readonly value: T;
  readonly reliable: boolean;
}

/**
 * Reads the store of a containerd from its databases, without asking containerd.
 *
 * `meta.db` comes first, then the snapshotters: containerd removes a record before what it stands for, so that what
 * goes in between is missing in the later part alone. For what appears meanwhile the store is read a second time.
 * Source: containerd, core/metadata/{snapshot,content,gc}.go.
 */
export class ContainerdStoreReader {
  readonly #path: string;
  readonly #documents: DocumentReader;

  /** @param path where the containerd root lies below the root that is read; `''` for that root itself. */
  constructor(path: string) {
    this.#path = path;
    this.#documents = new DocumentReader(path);
  }

  /** `null`: there is no store. What cannot be read is reported, and the store is not reliable then. */
  async read(reader: RecordReader): Promise<ContainerdStore | null> {
    const path = metadataDatabase(this.#path);
    const meta = await readDatabase(reader, path, RECORDS, readMetaDatabase);
    if (meta.state === 'absent') return null;
    const namespaces = meta.state === 'read' ? meta.records.namespaces : [];
    const snapshotters = await this.#readSnapshotters(reader, namespaces);
    const { documents, gone, complete } = await walkDocuments(reader, this.#documents, namespaces);
    const lost = await this.#lost(reader, gone);
    for (const digest of lost) {
      reader.damaged(
        blobFile(this.#path, digest),
        DOCUMENT,
        'missing, although containerd has a record of it',
      );
    }
    return {
      path: this.#path,
      namespaces,
      snapshotters: snapshotters.value,
      documents,
      reliable:
        meta.state === 'read' && meta.reliable && snapshotters.reliable && complete && lost.length === 0,
    };
  }

  async #readSnapshotters(
    reader: RecordReader,
    namespaces: readonly ContainerdNamespace[],
  ): Promise<Part<Snapshotter[]>> {
    const value: Snapshotter[] = [];
    const failures = reader.failures;
    let reliable = true;
    for (const directory of await reader.list(this.#path, SNAPSHOTS)) {
      const name = snapshotterOf(directory);
      if (name === null) continue;
      const path = snapshotterDatabase(this.#path, name);
      const database = await readDatabase(reader, path, SNAPSHOTS, readSnapshotDatabase);
      if (database.state === 'absent') {
        // containerd makes a directory for every snapshotter it knows, and the database for the first snapshot.
        if (!namespaces.some(({ snapshots }) => snapshots.some(({ snapshotter }) => snapshotter === name)))
          continue;
        reader.damaged(path, SNAPSHOTS, 'missing, although there are snapshots');
      }
      const read = database.state === 'read';
      value.push({ name, snapshots: read ? database.records.snapshots : [] });
      reliable &&= read && database.reliable;
    }
    return { value, reliable: reliable && reader.failures === failures };
  }

  /**
   * Those that containerd has a record of and no file, every time one looks: an image that is removed and pulled again
   * meanwhile has both, but not at the moments at which one looked for each.
   */
  async #lost(reader: RecordReader, digests: readonly string[]): Promise<readonly string[]> {
    let lost = digests;
    for (let look = 0; look < LOOKS && lost.length > 0; look++) {
      const recorded = await this.#stillRecorded(reader, lost);
      const there = await Promise.all(recorded.map((digest) => this.#isThere(reader, digest)));
      lost = recorded.filter((_, index) => there[index] !== true);
    }
    return lost;
  }

  async #isThere({ source }: RecordReader, digest: string): Promise<boolean> {
    try {
      await source.read(blobFile(this.#path, digest));
      return true;
    } catch (error) {
      if (error instanceof FileSourceError) return !error.missing;
      throw error;
    }
  }

  /** Those that are still recorded, now: of an image that is being removed the record goes first, then the blob. */
  async #stillRecorded(reader: RecordReader, digests: readonly string[]): Promise<readonly string[]> {
    // Its problems are those that the first reading has reported.
    const again = new RecordReader(reader.source);
    const meta = await readDatabase(again, metadataDatabase(this.#path), RECORDS, readMetaDatabase);
    if (meta.state !== 'read') return digests;
    const recorded = new Set(
      meta.records.namespaces
        .filter(({ name }) => DOCKER_NAMESPACES.includes(name))
        .flatMap(({ blobs }) => blobs.map(({ digest }) => digest)),
    );
    return digests.filter((digest) => recorded.has(digest));
  }
}
